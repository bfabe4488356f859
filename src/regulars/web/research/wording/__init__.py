"""The words of a questionnaire in its languages: side by side on a page, and as a file for translators."""
