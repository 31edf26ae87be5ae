#!/usr/bin/env bash
# license-maven-plugin puts the project's header in the place of another holder's.
#
# Packages: com.mycila:license-maven-plugin 5.1.2; Maven 3.8.7 and a JDK (as installed).
# Expected: `format` adds missing headers and updates the project's own. It skips a file that has the
#           notice of another holder, or adds a second header above it.
# Happens:  the first comment counts as the header when it holds the word "copyright", of any holder.
#           `format` replaces the whole comment, with the licence in it, and logs an update. A comment
#           with an SPDX identifier only is kept. With skipExistingHeaders both are kept.
# Matters:  `check` fails until `format` has run, and `format` relicenses copied files and removes their
#           holders. Exclude the folders of foreign code, and compare the notices before and after.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn --batch-mode --version | grep -o 'Apache Maven [0-9.]*'

mkdir project
cd project
printf 'Copyright ${year} ${owner}\nSPDX-%s: MIT\n' License-Identifier > header.txt
cat > pom.xml << 'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>project</artifactId>
  <version>1.0</version>
  <packaging>pom</packaging>
  <build>
    <plugins>
      <plugin>
        <groupId>com.mycila</groupId>
        <artifactId>license-maven-plugin</artifactId>
        <version>5.1.2</version>
        <configuration>
          <properties>
            <owner>Haneul Labs</owner>
            <year>2026</year>
          </properties>
          <licenseSets>
            <licenseSet>
              <header>header.txt</header>
              <includes>
                <include>*.java</include>
              </includes>
            </licenseSet>
          </licenseSets>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
POM
write() {
    cat > One.java << 'JAVA'
/*
 * Copyright (c) 2019 Foo Corp.
 *
 * Ported by Bar GmbH. Distributed under the GNU General Public License, version 2 only.
 */
class One {}
JAVA
    printf '/*\n * SPDX-%s: GPL-2.0-only\n */\nclass Two {}\n' License-Identifier > Two.java
}
run() {
    echo "== $*"
    mvn --batch-mode -Dmaven.repo.local="$work/repo" "$@" > log 2>&1 && echo "exit code 0" ||
        echo "exit code $?"
    grep -oE '(Missing header|Updating license header) in.*' log | sed "s,$PWD/,," | sort
}
seen=$(
    write
    run license:check
    run license:format
    cat One.java Two.java
    write
    run license:format -Dlicense.skipExistingHeaders=true
    cat One.java Two.java
)
echo "$seen"
diff - <(echo "$seen") << 'SEEN'
== license:check
exit code 1
Missing header in: One.java
Missing header in: Two.java
== license:format
exit code 0
Updating license header in: One.java
Updating license header in: Two.java
/*
 * Copyright 2026 Haneul Labs
 * SPDX-License-Identifier: MIT
 */
class One {}
/*
 * Copyright 2026 Haneul Labs
 * SPDX-License-Identifier: MIT
 */
/*
 * SPDX-License-Identifier: GPL-2.0-only
 */
class Two {}
== license:format -Dlicense.skipExistingHeaders=true
exit code 0
Updating license header in: Two.java
/*
 * Copyright (c) 2019 Foo Corp.
 *
 * Ported by Bar GmbH. Distributed under the GNU General Public License, version 2 only.
 */
class One {}
/*
 * Copyright 2026 Haneul Labs
 * SPDX-License-Identifier: MIT
 */
/*
 * SPDX-License-Identifier: GPL-2.0-only
 */
class Two {}
SEEN
