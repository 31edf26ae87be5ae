#!/usr/bin/env bash
# Shade's ApacheLicenseResourceTransformer removes every LICENSE, the project's own too.
#
# Packages: maven-shade-plugin 3.6.2, maven-resources-plugin 3.3.1, maven-jar-plugin 3.4.2; Maven 3.8.7
#           and a JDK (as installed). The jars are made here.
# Expected: the documentation says that it prevents duplicates: one of several licences stays, or all
#           are joined, as its sibling joins the NOTICE files.
# Happens:  without it one META-INF/LICENSE stays, and a warning names the clash. With it no LICENSE and
#           no LICENSE.txt is in the jar, and the warning is gone. The sibling joins the NOTICE files, and
#           adds a copyright line of the Apache Software Foundation, which has written none of them.
# Matters:  MIT, BSD and Apache-2.0 require a copy of the licence, and the jar has none. It states a
#           holder who has no part in it. The transformers also silence the warning about the clash, so
#           nothing shows either. Check the jar that ships, not the source.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn --batch-mode --version | grep -o 'Apache Maven [0-9.]*'

python3 - << 'PYTHON'
import pathlib, zipfile
for name, holder in {"foo": "Foo Corp.", "bar": "Bar GmbH"}.items():
    folder = pathlib.Path("repo/org/example", name, "1.0")
    folder.mkdir(parents=True)
    (folder / f"{name}-1.0.pom").write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId>"
        f"<artifactId>{name}</artifactId><version>1.0</version></project>"
    )
    with zipfile.ZipFile(folder / f"{name}-1.0.jar", "w") as jar:
        jar.writestr("META-INF/LICENSE", f"Licence of {holder}\n")
        jar.writestr("META-INF/LICENSE.txt", f"Licence of {holder}\n")
        jar.writestr("META-INF/NOTICE", f"Notice of {holder}\n")
PYTHON
mkdir -p app/src/main/resources/META-INF
cd app
echo 'Licence of Haneul Labs' > src/main/resources/META-INF/LICENSE
echo 'Notice of Haneul Labs' > src/main/resources/META-INF/NOTICE
shade() { # TRANSFORMER...
    cat > pom.xml << POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>app</artifactId>
  <version>1.0</version>
  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency><groupId>org.example</groupId><artifactId>foo</artifactId><version>1.0</version></dependency>
    <dependency><groupId>org.example</groupId><artifactId>bar</artifactId><version>1.0</version></dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-shade-plugin</artifactId>
        <version>3.6.2</version>
        <configuration>
          <createDependencyReducedPom>false</createDependencyReducedPom>
          <transformers>
$(for name; do echo "<transformer implementation=\"org.apache.maven.plugins.shade.resource.$name\"/>"; done)
          </transformers>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
POM
    rm -rf target
    local plugins=org.apache.maven.plugins
    mvn --batch-mode -Dmaven.repo.local="$work/repo" "$plugins:maven-resources-plugin:3.3.1:resources" \
        "$plugins:maven-jar-plugin:3.4.2:jar" "$plugins:maven-shade-plugin:3.6.2:shade" > log 2>&1
    echo "== ${*:-no transformer}"
    grep -oE 'META-INF/(LICENSE|NOTICE).*' log | sort | sed 's/^/warning: /' || true
    python3 - << 'PYTHON'
import zipfile
with zipfile.ZipFile("target/app-1.0.jar") as jar:
    for name in sorted(jar.namelist()):
        if name.startswith(("META-INF/LICENSE", "META-INF/NOTICE")):
            lines = jar.read(name).decode().splitlines()
            print(f"{name}:", *[line for line in lines if line and not line.startswith("//")], sep="\n  ")
PYTHON
}
seen=$(
    shade
    shade ApacheLicenseResourceTransformer
    shade ApacheLicenseResourceTransformer ApacheNoticeResourceTransformer
)
echo "$seen"
# The last year in the line that is added is the one in which this runs.
diff - <(echo "$seen" | sed 's/2006-20[0-9][0-9]/2006-YEAR/') << 'SEEN'
== no transformer
warning: META-INF/LICENSE
warning: META-INF/LICENSE.txt
warning: META-INF/NOTICE
META-INF/LICENSE:
  Licence of Haneul Labs
META-INF/LICENSE.txt:
  Licence of Foo Corp.
META-INF/NOTICE:
  Notice of Haneul Labs
== ApacheLicenseResourceTransformer
warning: META-INF/NOTICE
META-INF/NOTICE:
  Notice of Haneul Labs
== ApacheLicenseResourceTransformer ApacheNoticeResourceTransformer
META-INF/NOTICE:
  Copyright 2006-YEAR The Apache Software Foundation
  This product includes software developed at
  The Apache Software Foundation (http://www.apache.org/).
  Notice of Haneul Labs
  Notice of Foo Corp.
  Notice of Bar GmbH
SEEN
