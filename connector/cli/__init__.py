"""The command line. `main` lists the commands; each file holds those of one subject."""
