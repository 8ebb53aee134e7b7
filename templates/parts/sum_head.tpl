{{%AUTOESCAPE context="HTML"}}
{{! The heads over parts/sum_cells.tpl, after the one that says what is summed up. }}
<th scope="col" class="c-figure">[[查看次数]]</th>
<th scope="col" class="c-figure">[[查找次数]]</th>
<th scope="col" class="c-figure">[[被拒绝]]</th>
<th scope="col" class="c-figure">[[导出]]</th>
<th scope="col" class="c-time">[[首次]]</th>
<th scope="col" class="c-time">[[最近]]</th>
