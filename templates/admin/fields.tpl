{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! All fields of customers or contacts. OF NEW_HREF FIELD_COUNT FIELD_MOST; sections OF_CUSTOMER or OF_CONTACT, HAS_RETIRED; rows CHAPTER (LABEL) with rows ROW,
    and RETIRED: FIELD_KEY LABEL OTHER_LABEL TYPE LEVEL HREF, section IS_SEALED; of ROW also RULES, sections IS_OWN IS_SEALING.
    Posts csrf, of, key, way to /admin/fields/move, and csrf, of, key to /admin/fields/return. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <nav class="segments" aria-label="[[对象]]">
    <a href="/admin/fields?of=customer"{{#OF_CUSTOMER}} aria-current="true"{{/OF_CUSTOMER}}>[[客户]]</a>
    <a href="/admin/fields?of=contact"{{#OF_CONTACT}} aria-current="true"{{/OF_CONTACT}}>[[联系人]]</a>
  </nav>
  <div class="page-actions">
    <span class="faint">[[{{FIELD_COUNT}} 个，最多 {{FIELD_MOST}} 个]]</span>
    <a class="btn" href="/admin/fields/changes">[[icon history]][[变更记录]]</a>
    {{#OF_CONTACT}}<a class="btn" href="/admin/fields/dossier">[[icon forms]][[客户信息档案模版]]</a>{{/OF_CONTACT}}
    <a class="btn btn-primary" href="{{NEW_HREF}}">[[icon plus]][[新增字段]]</a>
  </div>
</div>
<p class="faint">[[改动立即对所有人生效，不用重启。字段的顺序就是表单和档案页上的顺序。]]</p>
{{#CHAPTER}}
<section class="panel">
<h2>{{LABEL}}</h2>
<table class="rows rows-fields">
  <caption class="visually-hidden">{{LABEL}}</caption>
  <thead><tr><th scope="col" class="c-name">[[名称]]</th><th scope="col" class="c-other">[[英文名称]]</th><th scope="col" class="c-type">[[类型]]</th><th scope="col" class="c-level">[[密级]]</th><th scope="col" class="c-rules">[[要求]]</th><th scope="col" class="c-move">[[顺序]]</th></tr></thead>
  <tbody>
  {{#ROW}}
  <tr id="{{FIELD_KEY}}">
    <td class="c-name"><a href="{{HREF}}">{{LABEL}}</a>{{#IS_OWN}} <span class="tag">[[自设]]</span>{{/IS_OWN}}</td>
    <td class="c-other faint">{{OTHER_LABEL}}</td>
    <td class="c-type">{{TYPE}}</td>
    <td class="c-level">{{#IS_SEALED}}[[icon lock]]{{/IS_SEALED}}{{LEVEL}}{{#IS_SEALING}} <span class="tag">[[正在加密]]</span>{{/IS_SEALING}}</td>
    <td class="c-rules">{{RULES}}</td>
    <td class="c-move"><form method="post" action="/admin/fields/move"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="of" value="{{OF}}"><input type="hidden" name="key" value="{{FIELD_KEY}}"><button class="btn btn-sm" type="submit" name="way" value="up" title="[[上移]]">[[icon arrow-up]]<span class="visually-hidden">[[上移]] {{LABEL}}</span></button> <button class="btn btn-sm" type="submit" name="way" value="down" title="[[下移]]">[[icon arrow-down]]<span class="visually-hidden">[[下移]] {{LABEL}}</span></button></form></td>
  </tr>
  {{/ROW}}
  </tbody>
</table>
</section>
{{/CHAPTER}}
{{#HAS_RETIRED}}
<section class="panel">
<h2>[[已停用]]</h2>
<p class="faint">[[表单上不再出现；存过的内容、历史和访问记录都还在。]]</p>
<table class="rows rows-fields">
  <caption class="visually-hidden">[[已停用]]</caption>
  <thead><tr><th scope="col" class="c-name">[[名称]]</th><th scope="col" class="c-other">[[英文名称]]</th><th scope="col" class="c-type">[[类型]]</th><th scope="col" class="c-level">[[密级]]</th><th scope="col" class="c-rules">[[操作]]</th></tr></thead>
  <tbody>
  {{#RETIRED}}
  <tr id="{{FIELD_KEY}}">
    <td class="c-name"><a href="{{HREF}}">{{LABEL}}</a></td>
    <td class="c-other faint">{{OTHER_LABEL}}</td>
    <td class="c-type">{{TYPE}}</td>
    <td class="c-level">{{#IS_SEALED}}[[icon lock]]{{/IS_SEALED}}{{LEVEL}}</td>
    <td class="c-rules"><form method="post" action="/admin/fields/return"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="of" value="{{OF}}"><input type="hidden" name="key" value="{{FIELD_KEY}}"><button class="btn btn-sm" type="submit">[[恢复使用]] <span class="visually-hidden">{{LABEL}}</span></button></form></td>
  </tr>
  {{/RETIRED}}
  </tbody>
</table>
</section>
{{/HAS_RETIRED}}
