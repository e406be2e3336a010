"""The words in other languages: Babel catalogues, one folder for each language."""
