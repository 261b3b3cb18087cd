namespace Pharos.PromQL.Syntax.Tests;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("", "unknown position: parse error: no expression found in input")]
    [InlineData("# nothing", "1:1: parse error: no expression found in input")]
    [InlineData("+", "1:2: parse error: unexpected end of input")]
    [InlineData("a b", "1:3: parse error: unexpected identifier \"b\"")]
    [InlineData("a +", "1:4: parse error: unexpected end of input")]
    [InlineData("a + * b", "1:5: parse error: unexpected <op:*>")]
    [InlineData("(a", "1:3: parse error: unclosed left parenthesis")]
    [InlineData("a)", "1:3: parse error: unexpected right parenthesis ')'")]
    [InlineData("a[5m", "1:5: parse error: unclosed left bracket")]
    [InlineData("a[5m]]", "1:6: parse error: unexpected right bracket ']'")]
    [InlineData("a[]", "1:3: parse error: unexpected \"]\" in subquery or range selector, expected number, duration, step(), or range()")]
    [InlineData("a[5m 3m]", "1:6: parse error: unexpected duration \"3m\" in subquery or range, expected \":\" or \"]\"")]
    [InlineData("a[:5m]", "1:4: parse error: unexpected colon before duration in duration expression")]
    [InlineData("a[5m:3m 4]", "1:9: parse error: unexpected number \"4\" in subquery selector, expected \"]\"")]
    [InlineData("a[5m::]", "1:6: parse error: unexpected colon ':'")]
    [InlineData("a[x]", "1:3: parse error: unexpected character in duration expression: 'x'")]
    [InlineData("a[0]", "1:3: parse error: duration must be greater than 0")]
    [InlineData("a[-5m]", "1:3: parse error: duration must be greater than 0")]
    [InlineData("a[1d1y]", "1:3: parse error: bad number or duration syntax: \"1d1\"")]
    [InlineData("a[1e10]", "1:3: parse error: duration out of range")]
    [InlineData("a[5m/0]", "1:5: parse error: division by zero")]
    [InlineData("a[5m%0]", "1:5: parse error: modulo by zero")]
    [InlineData("(a)[5m]", "1:4: parse error: ranges only allowed for vector selectors")]
    [InlineData("a offset 5m[5m]", "1:12: parse error: no offset modifiers allowed before range")]
    [InlineData("a @ 5[5m]", "1:6: parse error: no @ modifiers allowed before range")]
    [InlineData("a[5m][5m]", "1:6: parse error: ranges only allowed for vector selectors")]
    [InlineData("a[5m][1h:]", "1:1: parse error: subquery is only allowed on instant vector, got matrix instead")]
    [InlineData("1[5m:]", "1:1: parse error: subquery is only allowed on instant vector, got scalar instead")]
    [InlineData("a offset", "1:9: parse error: unexpected end of input in offset, expected number, duration, step(), or range()")]
    [InlineData("a offset x", "1:10: parse error: unexpected identifier \"x\" in offset, expected number, duration, step(), or range()")]
    [InlineData("a offset 5m offset 5m", "1:1: parse error: offset may not be set multiple times")]
    [InlineData("1 offset 5m", "1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery")]
    [InlineData("a @", "1:4: parse error: unexpected end of input in @, expected timestamp")]
    [InlineData("a @ x", "1:5: parse error: unexpected identifier \"x\" in @, expected timestamp")]
    [InlineData("a @ start", "1:10: parse error: unexpected end of input in @, expected timestamp")]
    [InlineData("a @ 1e19", "1:1: parse error: timestamp out of bounds for @ modifier: 10000000000000000000.000000")]
    [InlineData("a @ 1 @ 2", "1:1: parse error: @ <timestamp> may not be set multiple times")]
    [InlineData("(a) @ 1", "1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery")]
    [InlineData("a{", "1:3: parse error: unexpected end of input inside braces")]
    [InlineData("a{b", "1:4: parse error: unexpected end of input inside braces")]
    [InlineData("a{b}", "1:4: parse error: unexpected \"}\" in label matching, expected label matching operator")]
    [InlineData("a{b=}", "1:5: parse error: unexpected \"}\" in label matching, expected string")]
    [InlineData("a{b=c}", "1:5: parse error: unexpected identifier \"c\" in label matching, expected string")]
    [InlineData("a{b=\"c\" d=\"e\"}", "1:9: parse error: unexpected identifier \"d\" in label matching, expected \",\" or \"}\"")]
    [InlineData("a{1=\"c\"}", "1:3: parse error: unexpected character inside braces: '1'")]
    [InlineData("a{b=\"c\",,}", "1:9: parse error: unexpected \",\" in label matching, expected identifier or \"}\"")]
    [InlineData("a{b=~\"(\"}", "1:3: parse error: error parsing regexp: missing closing ): `(`")]
    [InlineData("a{__name__=\"b\"}", "1:1: parse error: metric name must not be set twice: \"a\" or \"b\"")]
    [InlineData("{}", "1:1: parse error: vector selector must contain at least one non-empty matcher")]
    [InlineData("{a=\"\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher")]
    [InlineData("{a=~\".*\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher")]
    [InlineData("\"abc", "1:1: parse error: unterminated quoted string")]
    [InlineData("\"a\\q\"", "1:1: parse error: unknown escape sequence U+0071 'q'")]
    [InlineData("\"\\ud800\"", "1:1: parse error: escape sequence is an invalid Unicode code point")]
    [InlineData("\"\\400\"", "1:1: parse error: escape sequence is an invalid Unicode code point")]
    [InlineData("`abc", "1:1: parse error: unterminated raw string")]
    [InlineData("'a'[5m]", "1:4: parse error: ranges only allowed for vector selectors")]
    [InlineData("5mx", "1:1: parse error: bad number or duration syntax: \"5mx\"")]
    [InlineData("1.5.2", "1:1: parse error: bad number or duration syntax: \"1.5.\"")]
    [InlineData("1__0", "1:1: parse error: bad number or duration syntax: \"1__\"")]
    [InlineData("1..2", "1:1: parse error: bad number or duration syntax: \"1..\"")]
    [InlineData("0x", "1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0x\": invalid syntax")]
    [InlineData("a=b", "1:2: parse error: unexpected \"=\"")]
    [InlineData("a=~\"b\"", "1:2: parse error: unexpected character after '=': '~'")]
    [InlineData("a!b", "1:2: parse error: unexpected character after '!': 'b'")]
    [InlineData("a $ b", "1:3: parse error: unexpected character: '$'")]
    [InlineData("foo()", "1:1: parse error: unknown function with name \"foo\"")]
    [InlineData("foo(", "1:5: parse error: unclosed left parenthesis")]
    [InlineData("rate(a)", "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector")]
    [InlineData("rate(a[5m], 1)", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2")]
    [InlineData("rate()", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 0")]
    [InlineData("round(a, 1, 2)", "1:1: parse error: expected at most 2 argument(s) in call to \"round\", got 3")]
    [InlineData("label_join(a)", "1:1: parse error: expected at least 3 argument(s) in call to \"label_join\", got 1")]
    [InlineData("abs(a,)", "1:6: parse error: trailing commas not allowed in function call args")]
    [InlineData("abs(,a)", "1:5: parse error: unexpected \",\"")]
    [InlineData("time(1)", "1:1: parse error: expected 0 argument(s) in call to \"time\", got 1")]
    [InlineData("sum()", "1:1: parse error: no arguments for aggregate expression provided")]
    [InlineData("sum(a, b)", "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2")]
    [InlineData("sum(a b)", "1:7: parse error: unexpected identifier \"b\" in aggregation")]
    [InlineData("sum(rate(a[5m] x))", "1:16: parse error: unexpected identifier \"x\" in aggregation")]
    [InlineData("sum by a", "1:8: parse error: unexpected identifier \"a\" in grouping opts, expected \"(\"")]
    [InlineData("sum by (a b) (c)", "1:11: parse error: unexpected identifier \"b\" in grouping opts, expected \",\" or \")\"")]
    [InlineData("sum by (1) (c)", "1:9: parse error: unexpected number \"1\" in grouping opts, expected label")]
    [InlineData("sum by (without) (c)", "1:9: parse error: unexpected <without> in grouping opts, expected label")]
    [InlineData("sum by (\"\") (c)", "1:9: parse error: invalid label name for grouping: \"\"")]
    [InlineData("sum(1)", "1:5: parse error: expected type instant vector in aggregation expression, got scalar")]
    [InlineData("topk(a, b)", "1:6: parse error: expected type scalar in aggregation parameter, got instant vector")]
    [InlineData("topk(\"x\", b)", "1:6: parse error: expected type scalar in aggregation parameter, got string")]
    [InlineData("topk(b)", "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1")]
    [InlineData("count_values(5, b)", "1:14: parse error: expected type string in aggregation parameter, got scalar")]
    [InlineData("a + on b", "1:8: parse error: unexpected identifier \"b\" in grouping opts, expected \"(\"")]
    [InlineData("a + on (x, +) b", "1:12: parse error: unexpected <op:+> in grouping opts, expected label")]
    [InlineData("a * on (x) group_left ) b", "1:24: parse error: unexpected right parenthesis ')'")]
    [InlineData("a + bool b", "1:3: parse error: bool modifier can only be used on comparison operators")]
    [InlineData("1 == 1", "1:3: parse error: comparisons between scalars must use BOOL modifier")]
    [InlineData("a and 1", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression")]
    [InlineData("a and on (x) group_left b", "1:1: parse error: no grouping allowed for \"and\" operation")]
    [InlineData("1 + on (x) 2", "1:1: parse error: vector matching only allowed between instant vectors")]
    [InlineData("a + on (x) group_left (x) b", "1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once")]
    [InlineData("a[5m] + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types")]
    [InlineData("\"s\" + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types")]
    [InlineData("-\"s\"", "1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\"")]
    [InlineData("-a[5m]", "1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"range vector\"")]
    [InlineData("1 + fill (1) 2", "1:1: parse error: filling in missing series only allowed between instant vectors")]
    [InlineData("a and fill (1) b", "1:1: parse error: filling in missing series not allowed for set operators")]
    [InlineData("info(a, b)", "1:9: parse error: expected label selectors only, got vector selector instead")]
    [InlineData("info(a, rate(b[5m]))", "1:9: parse error: expected label selectors only")]
    [InlineData("a anchored smoothed", "1:1: parse error: anchored and smoothed modifiers cannot be used together")]
    [InlineData("1 anchored", "1:1: parse error: anchored modifier not implemented")]
    [InlineData("a[5m:] smoothed", "1:1: parse error: smoothed modifier is not supported for subqueries")]
    [InlineData("bool", "1:1: parse error: unexpected <bool>")]
    [InlineData("a[5m] by (x)", "1:7: parse error: unexpected <by>")]
    [InlineData("@", "1:1: parse error: unexpected <op:@>")]
    [InlineData("]", "1:1: parse error: unexpected right bracket ']'")]
    [InlineData("}", "1:1: parse error: unexpected character: '}'")]
    [InlineData("+ b c", "1:5: parse error: unexpected identifier \"c\"")]
    [InlineData("é", "1:1: parse error: unexpected character: 'é'")]
    [InlineData("a{é=\"x\"}", "1:3: parse error: unexpected character inside braces: 'é'")]
    [InlineData("a ! b", "1:3: parse error: unexpected character after '!': ' '")]
    [InlineData("a =", "1:3: parse error: unexpected \"=\"")]
    [InlineData("=~", "1:1: parse error: unexpected character after '=': '~'")]
    [InlineData("abs(1) + abs(2)", "1:5: parse error: expected type instant vector in call to function \"abs\", got scalar")]
    [InlineData("by (a)", "1:4: parse error: unexpected \"(\"")]
    [InlineData("sum(a) by", "1:10: parse error: unexpected end of input in grouping opts, expected \"(\"")]
    public void Parse_BrokenQuery_SaysWhereAndWhy(string query, string expected)
    {
        var exception = Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse(query, ParserOptions.Everything));

        Assert.Equal(expected, exception.Message);
        Assert.InRange(exception.Position.Start, 0, System.Text.Encoding.UTF8.GetByteCount(query));
    }

    [Theory]
    [InlineData("limitk(2, a)", "1:1: parse error: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions")]
    [InlineData("end()", "1:1: parse error: function \"end\" is not enabled")]
    [InlineData("min_of(1, 2)", "1:1: parse error: function \"min_of\" is not enabled")]
    [InlineData("info(a)", "1:1: parse error: function \"info\" is not enabled")]
    [InlineData("a anchored", "1:1: parse error: anchored modifier is experimental and not enabled")]
    [InlineData("a[5m] smoothed", "1:1: parse error: smoothed modifier is experimental and not enabled")]
    [InlineData("a + fill (1) b", "1:1: parse error: binop fill modifiers are experimental and not enabled")]
    public void Parse_ExperimentalPartThatIsOff_SaysSo(string query, string expected)
    {
        Assert.Equal(expected, Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse(query, ParserOptions.Default)).Message);
        Assert.NotNull(PromQLParser.Parse(query, ParserOptions.Everything));
    }

    [Fact]
    public void Parse_SeveralWrongMeanings_NotesAllOfThem()
    {
        var exception = Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse("rate(a) + rate(b)\n+ sum(1)", ParserOptions.Default));

        Assert.Equal(["1:6", "1:16", "2:7"], exception.Problems.Select(problem => problem.Location));
        Assert.Equal(new TextSpan(5, 6), exception.Position);
    }

    [Fact]
    public void Parse_ThousandsOfErrors_KeepsTheFirst()
    {
        var query = string.Join('+', Enumerable.Repeat("f()", 50_000));

        Assert.Equal(100, Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse(query, ParserOptions.Default)).Problems.Count);
    }
}
