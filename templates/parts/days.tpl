{{%AUTOESCAPE context="HTML"}}
{{! The days to which a list is narrowed: FROM TO as typed, section DATE_INVALID. The form around it has a note with the id filter-note. }}
  <div><label for="from">[[从]]</label><input class="form-control day" id="from" name="from" type="text" value="{{FROM}}" placeholder="2026-01-31" autocomplete="off" aria-describedby="filter-note"{{#DATE_INVALID}} aria-invalid="true"{{/DATE_INVALID}}></div>
  <div><label for="to">[[到]]</label><input class="form-control day" id="to" name="to" type="text" value="{{TO}}" placeholder="2026-12-31" autocomplete="off" aria-describedby="filter-note"{{#DATE_INVALID}} aria-invalid="true"{{/DATE_INVALID}}></div>
