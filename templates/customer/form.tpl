{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A new or changed customer or contact. SUBJECT (the customer's name, for a contact or a change) ARCHIVE_NO, section HAS_SUBJECT; the
    form as in parts/fields.tpl. HAS_TWINS: not saved, because there may be the customer already: rows TWIN (ID NAME NUMBER REGION OWNER; SAME_NAME SIMILAR_NAME SAME_PHONE), HAS_OUTSIDE with
    OUTSIDE (how many more of that name one may not see), HAS_PHONES_OUTSIDE with PHONES_OUTSIDE (of that number), MORE_TWINS; OF_CUSTOMER (with rows COLLEAGUE: KEY LABEL, who may be named as account manager) or OF_CONTACT: what is entered; saved in spite of them with twins = TWINS_TOKEN in the form, and going = 1 where GOING: another form was wanted after it. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  {{#HAS_SUBJECT}}<p class="subject"><b>{{SUBJECT}}</b> <span class="faint">{{ARCHIVE_NO}}</span></p>{{/HAS_SUBJECT}}
</div>
{{#HAS_TWINS}}
<section class="banner banner-warning twins" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-triangle]]{{#OF_CUSTOMER}}[[可能已有这家客户，还没有保存]]{{/OF_CUSTOMER}}{{#OF_CONTACT}}[[号码已登记在其他客户，还没有保存]]{{/OF_CONTACT}}</h2>
  <ul>
    {{#TWIN}}<li><a href="/customer/{{ID:url_query_escape}}" target="_blank" rel="noopener">{{NAME}}</a> <span class="faint">{{NUMBER}} {{REGION}} {{OWNER}}</span> {{#SAME_NAME}}<span class="weight weight-grave">[[名称相同]]</span>{{/SAME_NAME}}{{#SIMILAR_NAME}}<span class="weight">[[名称相近]]</span>{{/SIMILAR_NAME}}{{#SAME_PHONE}} <span class="weight weight-grave">[[号码相同]]</span>{{/SAME_PHONE}}</li>{{/TWIN}}
  </ul>
  {{#MORE_TWINS}}<p>[[还有更多，没有全部列出。]]</p>{{/MORE_TWINS}}
  {{#HAS_OUTSIDE}}<p>[[另有 {{OUTSIDE}} 家名称相同或相近的客户不在您可见的范围内，请向档案室核实。]]</p>{{/HAS_OUTSIDE}}
  {{#HAS_PHONES_OUTSIDE}}<p>[[另有 {{PHONES_OUTSIDE}} 家登记了相同号码的客户不在您可见的范围内，请向档案室核实。]]</p>{{/HAS_PHONES_OUTSIDE}}
  {{#GOING}}<input type="hidden" form="sheet" name="going" value="1">{{/GOING}}
  <p><button class="btn" type="submit" form="sheet" name="twins" value="{{TWINS_TOKEN}}">{{#OF_CUSTOMER}}[[不是同一家，仍然保存]]{{/OF_CUSTOMER}}{{#OF_CONTACT}}[[号码无误，仍然保存]]{{/OF_CONTACT}}</button></p>
</section>
{{/HAS_TWINS}}
{{#OF_CUSTOMER}}<datalist id="f-owner-list">{{#COLLEAGUE}}<option value="{{KEY}}">{{LABEL}}</option>{{/COLLEAGUE}}</datalist>{{/OF_CUSTOMER}}
[[>parts/fields.tpl]]
