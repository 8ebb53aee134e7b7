{{%AUTOESCAPE context="HTML"}}
{{! What is wrong with a form and its fields, by the bindings FORM (app/form_page.h), within a form: FAULT_COUNT; sections HAS_FAULTS CONFLICT (HAS_SAVED_BY with SAVED_BY and SAVED_AT: who saved first);
    rows FAULT and (of a conflict) DIFFERENCE (KEY LABEL MESSAGE) and GROUP (LABEL; IS_TITLE: as the page's) with rows FIELD: KEY LABEL VALUE BLANK HINT MESSAGE MASK THEIRS INPUT_TYPE MAX,
    sections REQUIRED HAS_HINT INVALID FIRST, one of IS_LINE (IS_PERSON: with suggestions from a list f-KEY-list of the page) IS_NOTE IS_CHOICE IS_REGION IS_SET (boxes to tick; the others are IS_SINGLE), IS_SEALED HAS_STORED SHOWS_MASK CLEAR, HAS_THEIRS or TAKEN,
    rows OPTION (KEY LABEL, section SELECTED; FIELD_KEY is the field's).
    Posts: every field under its KEY, clear_KEY=1 (remove what is stored), theirs_KEY=1 (take the colleague's). }}
{{#CONFLICT}}
<div class="banner banner-warning" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-triangle]][[同事已先保存了修改]]</h2>
  {{#HAS_SAVED_BY}}<p>[[{{SAVED_BY}} 于 {{SAVED_AT}} 保存。]]</p>{{/HAS_SAVED_BY}}
  <p>[[您填写的内容都还在，还没有保存。请核对下面的项目，然后再次保存。]]</p>
  <ul>{{#DIFFERENCE}}<li><a href="#f-{{KEY:url_query_escape}}">{{LABEL}}</a> {{MESSAGE}}</li>{{/DIFFERENCE}}</ul>
</div>
{{/CONFLICT}}
{{#HAS_FAULTS}}
<div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-circle]][[有 {{FAULT_COUNT}} 处需要更正，尚未保存]]</h2>
  <ul>{{#FAULT}}<li><a href="#f-{{KEY:url_query_escape}}">{{LABEL}}</a> {{MESSAGE}}</li>{{/FAULT}}</ul>
</div>
{{/HAS_FAULTS}}
{{#GROUP}}
<fieldset class="panel">
<legend{{#IS_TITLE}} class="visually-hidden"{{/IS_TITLE}}>{{LABEL}}</legend>
<div class="fields">
{{#FIELD}}
<div class="field{{#IS_NOTE}} wide{{/IS_NOTE}}{{#IS_SET}} wide{{/IS_SET}}{{#INVALID}} invalid{{/INVALID}}{{#HAS_THEIRS}} differs{{/HAS_THEIRS}}{{#TAKEN}} differs{{/TAKEN}}">
  {{#IS_SINGLE}}<label for="f-{{KEY}}">{{LABEL}}{{#IS_SEALED}}[[icon lock]]{{/IS_SEALED}}{{#REQUIRED}}<span class="required" title="[[必填]]" aria-hidden="true">*</span>{{/REQUIRED}}</label>{{/IS_SINGLE}}
  {{#IS_SET}}<fieldset class="choices choices-even" id="f-{{KEY}}" tabindex="-1" aria-describedby="f-{{KEY}}-note"><legend>{{LABEL}}</legend>{{#OPTION}}<label class="choice"><input type="checkbox" class="form-check-input" name="{{FIELD_KEY}}" value="{{KEY}}"{{#SELECTED}} checked{{/SELECTED}}> {{LABEL}}</label>{{/OPTION}}</fieldset>{{/IS_SET}}
  {{#IS_LINE}}<input class="form-control" id="f-{{KEY}}" name="{{KEY}}" type="{{INPUT_TYPE}}" value="{{VALUE}}" data-max="{{MAX}}" autocomplete="off"{{#IS_PERSON}} list="f-{{KEY}}-list"{{/IS_PERSON}} aria-describedby="f-{{KEY}}-note"{{#REQUIRED}} required{{/REQUIRED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#HAS_STORED}} placeholder="[[留空则不变]]"{{/HAS_STORED}}{{#FIRST}} autofocus{{/FIRST}}>{{/IS_LINE}}
  {{#IS_REGION}}<input class="form-control" id="f-{{KEY}}" name="{{KEY}}" type="text" value="{{VALUE}}" autocomplete="off" list="f-{{KEY}}-list" data-region aria-describedby="f-{{KEY}}-note"{{#REQUIRED}} required{{/REQUIRED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#HAS_STORED}} placeholder="[[留空则不变]]"{{/HAS_STORED}}{{#FIRST}} autofocus{{/FIRST}}><datalist id="f-{{KEY}}-list"></datalist>{{/IS_REGION}}
  {{#IS_NOTE}}<textarea class="form-control" id="f-{{KEY}}" name="{{KEY}}" rows="3" data-max="{{MAX}}" aria-describedby="f-{{KEY}}-note"{{#REQUIRED}} required{{/REQUIRED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#HAS_STORED}} placeholder="[[留空则不变]]"{{/HAS_STORED}}{{#FIRST}} autofocus{{/FIRST}}>
{{VALUE:pre_escape}}</textarea>{{/IS_NOTE}}
  {{#IS_CHOICE}}<select class="form-select" id="f-{{KEY}}" name="{{KEY}}" aria-describedby="f-{{KEY}}-note"{{#REQUIRED}} required{{/REQUIRED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#FIRST}} autofocus{{/FIRST}}><option value="">{{BLANK}}</option>{{#OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/OPTION}}</select>{{/IS_CHOICE}}
  <div class="note" id="f-{{KEY}}-note">
    {{#INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
    {{#HAS_HINT}}<p>{{HINT}}</p>{{/HAS_HINT}}
    {{#TAKEN}}<p class="taken">[[同事已修改，这里是同事保存的内容]]</p>{{/TAKEN}}
    {{#IS_SEALED}}<p class="visually-hidden">[[加密保存，只显示掩码]]</p>{{/IS_SEALED}}
    {{#HAS_STORED}}<p class="sealed">{{#SHOWS_MASK}}<span>[[已存：]]<span class="mask">{{MASK}}</span></span>{{/SHOWS_MASK}}<label class="inline"><input type="checkbox" class="form-check-input" name="clear_{{KEY}}" value="1"{{#CLEAR}} checked{{/CLEAR}}> [[清除]] <span class="visually-hidden">{{LABEL}}</span></label></p>{{/HAS_STORED}}
    {{#HAS_THEIRS}}<div class="theirs"><span>[[同事保存的：]]<strong>{{THEIRS}}</strong></span><label class="inline"><input type="checkbox" class="form-check-input" name="theirs_{{KEY}}" value="1" data-theirs="f-{{KEY}}"> [[采用同事的]] <span class="visually-hidden">{{LABEL}}</span></label></div>{{/HAS_THEIRS}}
  </div>
</div>
{{/FIELD}}
</div>
</fieldset>
{{/GROUP}}
