{{%AUTOESCAPE context="HTML"}}
{{! A text of the list: VALUE where it is UNMARKED, else in rows PART: TEXT, section MARKED for what was searched for, or PLAIN. }}
{{#UNMARKED}}{{VALUE}}{{/UNMARKED}}{{#PART}}{{#MARKED}}<mark>{{TEXT}}</mark>{{/MARKED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/PART}}
