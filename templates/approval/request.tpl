{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One request for approval. NAME KIND STATE APPLICANT UNIT SINCE BRANCH, HAS_AMOUNT with AMOUNT and CAPITAL (in capital figures), HAS_LEFT with LEFT (LATE); DECLINED; what is to be approved: IS_CONTRACT with REVISION and the text as parts/contract_text.tpl has it, HAS_HREF with HREF; HAS_PREVIOUS: HAS_CHANGES since the revision before, as parts/differences.tpl has them, or NO_CHANGE.
    REFUSED with REFUSAL: what was sent could not be done. MAY_ACT: the form POST /approval/ID (csrf, seen = SEEN, event, opinion, to, step, finding.KEY, remark.KEY); FOR_OTHER with FOR_NAME; OPINION and TO as typed with …_INVALID and …_MESSAGE; MAY_RETURN with rows BEFORE (KEY LABEL CHOSEN), STEP_INVALID with STEP_MESSAGE; HAS_CRITERIA with rows CRITERION (KEY LABEL REMARK, rows CHOICE).
    IS_APPLICANT: may answer (ASKED), urge and withdraw. Rows STEP (NUMBER NAME NOW OVER, rows SEAT: PERSON or VACANT, SEAT_STATE WHEN, HAS_BY with BY, OPEN AGREED AGAINST) and EVENT (WHEN WHO WHAT, FOR_OTHER with FOR_NAME, HAS_TO with TO, HAS_OPINION with OPINION, rows FINDINGS: CRITERION FINDING REMARK). }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/approval">[[icon arrow-left]][[返回审批]]</a>
    <h1>{{NAME}}</h1>
  </div>
  <p class="found"><span class="stamp stamp-plain{{#DECLINED}} stamp-bad{{/DECLINED}}">{{STATE}}</span>{{#HAS_LEFT}} <span class="stamp stamp-plain{{#LATE}} stamp-bad{{/LATE}}">{{LEFT}}</span>{{/HAS_LEFT}}</p>
</div>
{{#REFUSED}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{REFUSAL}}</p>{{/REFUSED}}
<div class="requests">
<section class="panel"><dl class="record">
  <div><dt>[[类别]]</dt><dd>{{KIND}} <span class="faint">{{BRANCH}}</span></dd></div>
  <div><dt>[[申请人]]</dt><dd>{{APPLICANT}} <span class="faint">{{UNIT}}</span></dd></div>
  <div><dt>[[提交时间]]</dt><dd>{{SINCE}}</dd></div>
  {{#HAS_AMOUNT}}<div><dt>[[金额（元）]]</dt><dd>{{AMOUNT}} <span class="faint">{{CAPITAL}}</span></dd></div>{{/HAS_AMOUNT}}
</dl></section>
{{#MAY_ACT}}
<form class="panel judge" method="post" action="/approval/{{ID:url_query_escape}}" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{SEEN}}">
  <h2>[[办理]]{{#FOR_OTHER}} <span class="faint">[[代 {{FOR_NAME}}]]</span>{{/FOR_OTHER}}</h2>
  <div class="judge-opinion">
    <label for="opinion">[[意见]]</label>
    <textarea class="form-control" id="opinion" name="opinion" rows="2" maxlength="2000" autofocus aria-describedby="opinion-note"{{#OPINION_INVALID}} aria-invalid="true"{{/OPINION_INVALID}}>{{OPINION}}</textarea>
    <p class="note" id="opinion-note">{{#OPINION_INVALID}}<span class="fault">[[icon alert-circle]]{{OPINION_MESSAGE}}</span>{{/OPINION_INVALID}}</p>
  </div>
  {{#HAS_CRITERIA}}
  <details class="judge-criteria">
    <summary>[[分项评审]]</summary>
    {{#CRITERION}}
    <fieldset><legend>{{LABEL}}</legend>
      {{#CHOICE}}<label><input type="radio" name="finding.{{CRITERION_KEY}}" value="{{KEY}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>{{/CHOICE}}
      <input class="form-control" type="text" name="remark.{{CRITERION_KEY}}" value="{{REMARK}}" maxlength="200" aria-label="{{LABEL}}">
    </fieldset>
    {{/CRITERION}}
  </details>
  {{/HAS_CRITERIA}}
  <p class="judge-acts">
    <button class="btn btn-primary" type="submit" name="event" value="approve">[[icon check]][[同意]]</button>
    <button class="btn" type="submit" name="event" value="decline">[[icon x]][[不同意]]</button>
    <button class="btn" type="submit" name="event" value="ask">[[询问申请人]]</button>
  </p>
  <details class="judge-more"{{#TO_INVALID}} open{{/TO_INVALID}}{{#STEP_INVALID}} open{{/STEP_INVALID}}>
    <summary>[[退回、转办、加签]]</summary>
    {{#MAY_RETURN}}
    <p class="judge-line"><label for="step">[[退回到]]</label> <select class="form-select" id="step" name="step">{{#BEFORE}}<option value="{{KEY}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>{{/BEFORE}}</select>
    <button class="btn" type="submit" name="event" value="return">[[退回]]</button>{{#STEP_INVALID}} <span class="fault">{{STEP_MESSAGE}}</span>{{/STEP_INVALID}}</p>
    {{/MAY_RETURN}}
    <p class="judge-line"><label for="to">[[账号或姓名]]</label> <input class="form-control" id="to" name="to" type="text" value="{{TO}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="to-note"{{#TO_INVALID}} aria-invalid="true"{{/TO_INVALID}}>
    <button class="btn" type="submit" name="event" value="forward">[[转办]]</button>
    <button class="btn" type="submit" name="event" value="add_before">[[请他先签]]</button>
    <button class="btn" type="submit" name="event" value="add_beside">[[请他同签]]</button>
    <button class="btn" type="submit" name="event" value="add_after">[[请他后签]]</button></p>
    <p class="note" id="to-note">{{#TO_INVALID}}<span class="fault">[[icon alert-circle]]{{TO_MESSAGE}}</span>{{/TO_INVALID}}</p>
  </details>
</form>
{{/MAY_ACT}}
{{#IS_APPLICANT}}
<form class="panel judge" method="post" action="/approval/{{ID:url_query_escape}}" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{SEEN}}">
  {{#ASKED}}
  <h2>[[答复询问]]</h2>
  <div class="judge-opinion">
    <label for="answer">[[答复]]</label>
    <textarea class="form-control" id="answer" name="opinion" rows="2" maxlength="2000" autofocus aria-describedby="answer-note"{{#OPINION_INVALID}} aria-invalid="true"{{/OPINION_INVALID}}>{{OPINION}}</textarea>
    <p class="note" id="answer-note">{{#OPINION_INVALID}}<span class="fault">[[icon alert-circle]]{{OPINION_MESSAGE}}</span>{{/OPINION_INVALID}}</p>
  </div>
  {{/ASKED}}
  <p class="judge-acts">{{#ASKED}}<button class="btn btn-primary" type="submit" name="event" value="answer">[[答复]]</button>{{/ASKED}}
    <button class="btn" type="submit" name="event" value="urge">[[催办]]</button>
    <button class="btn" type="submit" name="event" value="withdraw">[[撤回申请]]</button></p>
</form>
{{/IS_APPLICANT}}
{{#IS_CONTRACT}}
{{#HAS_PREVIOUS}}
<div class="section-head"><h2>[[与上一稿相比]]</h2></div>
{{#NO_CHANGE}}<p class="faint">[[没有改动。]]</p>{{/NO_CHANGE}}
{{#HAS_CHANGES}}[[>parts/differences.tpl]]{{/HAS_CHANGES}}
{{/HAS_PREVIOUS}}
<div class="section-head"><h2>[[合同第 {{REVISION}} 稿]]</h2> {{#HAS_HREF}}<a class="btn" href="{{HREF}}">[[打开合同]]</a>{{/HAS_HREF}}</div>
[[>parts/contract_text.tpl]]
{{/IS_CONTRACT}}
<section class="panel">
  <h2>[[审批路径]]</h2>
  <ol class="path">
    {{#STEP}}
    <li class="path-step{{#NOW}} path-now{{/NOW}}{{#OVER}} path-over{{/OVER}}"{{#NOW}} aria-current="step"{{/NOW}}><strong>{{NUMBER}} {{NAME}}</strong>
      {{#SEAT}}<span class="path-seat{{#AGREED}} path-agreed{{/AGREED}}{{#AGAINST}} path-against{{/AGAINST}}{{#OPEN}} path-open{{/OPEN}}">{{#VACANT}}[[空缺]]{{/VACANT}}{{PERSON}} <span class="faint">{{SEAT_STATE}}{{#HAS_BY}} [[（{{BY}} 代）]]{{/HAS_BY}} {{WHEN}}</span></span>{{/SEAT}}
    </li>
    {{/STEP}}
  </ol>
</section>
<section class="panel">
  <h2>[[办理经过]]</h2>
  <ol class="events">
    {{#EVENT}}
    <li><span class="faint">{{WHEN}}</span> <strong>{{WHO}}</strong>{{#FOR_OTHER}} <span class="faint">[[代 {{FOR_NAME}}]]</span>{{/FOR_OTHER}} {{WHAT}}{{#HAS_TO}} {{TO}}{{/HAS_TO}}
      {{#HAS_OPINION}}<p class="opinion">{{OPINION}}</p>{{/HAS_OPINION}}
      {{#FINDINGS}}<p class="finding"><span class="faint">{{CRITERION}}</span> {{FINDING}} {{REMARK}}</p>{{/FINDINGS}}
    </li>
    {{/EVENT}}
  </ol>
</section>
</div>
