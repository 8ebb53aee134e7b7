{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Who acts for whom. POST /approval/delegation: csrf, to = COLLEAGUE, kind (rows OPTION: KEY LABEL SELECTED), from_date = FROM_DATE, to_date = TO_DATE, reason = REASON_TYPED; each with …_INVALID and …_MESSAGE. HAS_GIVEN with rows GIVEN, HAS_RECEIVED with rows RECEIVED: DELEGATION_ID NAME KIND FROM TO REASON STATE, MAY_END (POST /approval/delegation/ID/end: csrf). }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/approval">[[icon arrow-left]][[返回审批]]</a>
    <h1>{{TITLE}}</h1>
  </div>
</div>
<div class="requests">
<form class="panel delegate" method="post" action="/approval/delegation" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <h2>[[请同事代我审批]]</h2>
  <p class="faint">[[代办人以自己的名义办理，记录中写明两个人的姓名。您自己仍然可以办理。代办人不能再转委托，也不能审批自己的申请。]]</p>
  <div class="field"><label for="to">[[代办人（账号或姓名）]]</label><input class="form-control" id="to" name="to" type="text" value="{{COLLEAGUE}}" required autofocus autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="to-note"{{#COLLEAGUE_INVALID}} aria-invalid="true"{{/COLLEAGUE_INVALID}}><p class="note" id="to-note">{{#COLLEAGUE_INVALID}}<span class="fault">[[icon alert-circle]]{{COLLEAGUE_MESSAGE}}</span>{{/COLLEAGUE_INVALID}}</p></div>
  <div class="field"><label for="kind">[[事项]]</label><select class="form-select" id="kind" name="kind" aria-describedby="kind-note">{{#OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/OPTION}}</select><p class="note" id="kind-note">{{#KIND_INVALID}}<span class="fault">[[icon alert-circle]]{{KIND_MESSAGE}}</span>{{/KIND_INVALID}}</p></div>
  <div class="field"><label for="from_date">[[从]]</label><input class="form-control" id="from_date" name="from_date" type="text" inputmode="numeric" value="{{FROM_DATE}}" required autocomplete="off" aria-describedby="from-note"{{#FROM_INVALID}} aria-invalid="true"{{/FROM_INVALID}}><p class="note" id="from-note">{{#FROM_INVALID}}<span class="fault">[[icon alert-circle]]{{FROM_MESSAGE}}</span>{{/FROM_INVALID}}</p></div>
  <div class="field"><label for="to_date">[[到（含当天）]]</label><input class="form-control" id="to_date" name="to_date" type="text" inputmode="numeric" value="{{TO_DATE}}" required autocomplete="off" aria-describedby="until-note"{{#TO_INVALID}} aria-invalid="true"{{/TO_INVALID}}><p class="note" id="until-note">{{#TO_INVALID}}<span class="fault">[[icon alert-circle]]{{TO_MESSAGE}}</span>{{/TO_INVALID}}</p></div>
  <div class="field"><label for="reason">[[原因]]</label><input class="form-control" id="reason" name="reason" type="text" value="{{REASON_TYPED}}" maxlength="100" autocomplete="off" aria-describedby="reason-note"{{#REASON_INVALID}} aria-invalid="true"{{/REASON_INVALID}}><p class="note" id="reason-note">{{#REASON_INVALID}}<span class="fault">[[icon alert-circle]]{{REASON_MESSAGE}}</span>{{/REASON_INVALID}}</p></div>
  <p><button class="btn btn-primary" type="submit">[[登记委托]]</button></p>
</form>
{{#HAS_GIVEN}}
<section class="panel">
  <h2>[[我委托的]]</h2>
  <ul class="views">
    {{#GIVEN}}<li><span><strong>{{NAME}}</strong> {{KIND}} <span class="faint">[[{{FROM}} 至 {{TO}}]] {{REASON}}</span></span> <span class="stamp stamp-plain">{{STATE}}</span>{{#MAY_END}}<form method="post" action="/approval/delegation/{{DELEGATION_ID:url_query_escape}}/end"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit">[[收回]]</button></form>{{/MAY_END}}</li>{{/GIVEN}}
  </ul>
</section>
{{/HAS_GIVEN}}
{{#HAS_RECEIVED}}
<section class="panel">
  <h2>[[委托给我的]]</h2>
  <ul class="views">
    {{#RECEIVED}}<li><span><strong>{{NAME}}</strong> {{KIND}} <span class="faint">[[{{FROM}} 至 {{TO}}]] {{REASON}}</span></span> <span class="stamp stamp-plain">{{STATE}}</span></li>{{/RECEIVED}}
  </ul>
</section>
{{/HAS_RECEIVED}}
</div>
