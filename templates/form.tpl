{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Any form of administration: SUBJECT (whom or what it is about, section HAS_SUBJECT), NOTE (HAS_NOTE), ALERT (HAS_ALERT: what is wrong
    as a whole), OUTDATED (somebody saved meanwhile), rows FACT (LABEL VALUE, section HAS_FACTS), and the form of parts/fields.tpl. }}
<div class="narrow">
<div class="page-head"><div class="head-title"><a class="back" href="{{CANCEL}}">[[icon arrow-left]][[返回]]</a><h1>{{TITLE}}</h1></div>{{#HAS_SUBJECT}}<p class="subject">{{SUBJECT}}</p>{{/HAS_SUBJECT}}</div>
{{#OUTDATED}}<p class="banner banner-warning" role="alert">[[icon alert-triangle]][[同事已先保存了修改。您填写的内容都还在；再次保存会覆盖同事的修改。]]</p>{{/OUTDATED}}
{{#HAS_ALERT}}<p class="banner banner-danger" role="alert">[[icon alert-circle]]{{ALERT}}</p>{{/HAS_ALERT}}
{{#HAS_FACTS}}<ul class="facts">{{#FACT}}<li><span>{{LABEL}}</span> <b>{{VALUE}}</b></li>{{/FACT}}</ul>{{/HAS_FACTS}}
{{#HAS_NOTE}}<p class="faint">{{NOTE}}</p>{{/HAS_NOTE}}
[[>parts/fields.tpl]]
</div>
