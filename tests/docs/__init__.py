"""README and docs: parsed, run, generated and compared.

    python -m tests.docs.generate        bring every page up to date

A page is a session in a fresh directory. Its blocks of ```console are run, and their
output compared; those of ```sh are run, and must succeed. Words behind the language of
a block say otherwise, several separated by semicolons:

    ```python file: NAME        write the block to this file
    ```diff patch: NAME         end the commands that stay, and replace the lines with -
                                by those with + in this file
    ```console background       run it until <!-- stop -->, then compare its output
    ```console needs: PROGRAM   skip it where the program is missing
    ```sh not run: REASON       do not run it

These do what the page does not show. They may stand behind the language of a block,
too, and are then obeyed before it is run:

    <!-- run: COMMAND -->       run a command, which must succeed
    <!-- start: COMMAND -->     start a command that stays until <!-- stop -->
    <!-- wait: TEXT -->         wait until one of them has printed this
    <!-- keys: COMMAND -->      run a command that prints JSON, and fail if the page
                                does not name all its keys
    <!-- stop -->               end the commands that stay, as Ctrl-C does
    <!-- fresh -->              start a new session: another directory, another home
    <!-- twenty -->             give the session a (fake) Twenty to talk to
    <!-- generated: NAME -->    what follows, up to <!-- end -->, is made by `sections`
"""
