{{%AUTOESCAPE context="HTML"}}
{{! A field of a record: VALUE (section HAS_VALUE), or as parts/masked.tpl (section HAS_MASK), or nothing. }}
{{#HAS_VALUE}}{{VALUE:pre_escape}}{{/HAS_VALUE}}{{#HAS_MASK}}[[>parts/masked.tpl]]{{/HAS_MASK}}
