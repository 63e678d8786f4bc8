"""Other tools' formats: spreadsheets of a rulebook, questionnaires as XLSForm, submissions of ODK tools.

*Submission* - a questionnaire filled in with another tool (Kobo, ODK Central, Collect): an XML instance, rows of
CSV, or JSON. It becomes entries and goes through the register like everything else.
"""
