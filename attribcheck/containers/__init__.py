"""Files that hold other files, or texts in a form that the engine does not read.

``registry`` lists the kinds, ``opening`` opens one file within the bounds of ``base``. Each kind is
read by one module, which is imported for such a file only. Nothing is extracted to a disk.
"""
