using Pharos.Foundation.Bytes;
using Pharos.PromQL.Syntax;
using Pharos.Server.Api;

namespace Pharos.Server.Tests.Api;

public sealed class ExpressionJsonTests
{
    private const string A = """{"anchored":false,"matchers":[{"name":"__name__","type":"=","value":"a"}],"name":"a","offset":0,"offsetExpr":null,"smoothed":false,"startOrEnd":null,"timestamp":null,"type":"vectorSelector"}""";

    [Theory]
    [InlineData("a", A)]
    [InlineData("1e3", """{"type":"numberLiteral","val":"1000"}""")]
    [InlineData("'x<'", """{"type":"stringLiteral","val":"x\u003c"}""")]
    [InlineData("(a)", $$"""{"expr":{{A}},"type":"parenExpr"}""")]
    [InlineData("-a", $$"""{"expr":{{A}},"op":"-","type":"unaryExpr"}""")]
    [InlineData("sum without(l) (a)", $$"""{"expr":{{A}},"grouping":["l"],"op":"sum","param":null,"type":"aggregation","without":true}""")]
    [InlineData("topk(3, a)", $$"""{"expr":{{A}},"grouping":[],"op":"topk","param":{"type":"numberLiteral","val":"3"},"type":"aggregation","without":false}""")]
    [InlineData("round(a)", $$"""{"args":[{{A}}],"func":{"argTypes":["vector","scalar"],"name":"round","returnType":"vector","variadic":1},"type":"call"}""")]
    [InlineData("1 > bool 2", """{"bool":true,"lhs":{"type":"numberLiteral","val":"1"},"matching":null,"op":"\u003e","rhs":{"type":"numberLiteral","val":"2"},"type":"binaryExpr"}""")]
    [InlineData("a * on(l) group_left(m) a", $$"""{"bool":false,"lhs":{{A}},"matching":{"card":"many-to-one","fillValues":{"lhs":null,"rhs":null},"include":["m"],"labels":["l"],"on":true},"op":"*","rhs":{{A}},"type":"binaryExpr"}""")]
    [InlineData("a and a or a", $$"""{"bool":false,"lhs":{"bool":false,"lhs":{{A}},"matching":{"card":"many-to-many","fillValues":{"lhs":null,"rhs":null},"include":[],"labels":[],"on":false},"op":"and","rhs":{{A}},"type":"binaryExpr"},"matching":{"card":"many-to-many","fillValues":{"lhs":null,"rhs":null},"include":[],"labels":[],"on":false},"op":"or","rhs":{{A}},"type":"binaryExpr"}""")]
    [InlineData("{l=~'x.+'}[5m] @ start() offset -1m", """{"anchored":false,"matchers":[{"name":"l","type":"=~","value":"x.+"}],"name":"","offset":-60000,"offsetExpr":null,"range":300000,"rangeExpr":null,"smoothed":false,"startOrEnd":"start","timestamp":null,"type":"matrixSelector"}""")]
    [InlineData("a[1h:] @ 12.5", $$"""{"expr":{{A}},"offset":0,"offsetExpr":null,"range":3600000,"rangeExpr":null,"startOrEnd":null,"step":0,"stepExpr":null,"timestamp":12500,"type":"subquery"}""")]
    [InlineData("a[(5m):-(step()*2)]", $$"""{"expr":{{A}},"offset":0,"offsetExpr":null,"range":0,"rangeExpr":{"lhs":null,"op":"+","rhs":{"duration":true,"type":"numberLiteral","val":"300"},"type":"durationExpr","wrapped":true},"startOrEnd":null,"step":0,"stepExpr":{"lhs":null,"op":"-","rhs":{"lhs":{"lhs":null,"op":"step","rhs":null,"type":"durationExpr","wrapped":false},"op":"*","rhs":{"duration":false,"type":"numberLiteral","val":"2"},"type":"durationExpr","wrapped":true},"type":"durationExpr","wrapped":false},"timestamp":null,"type":"subquery"}""")]
    public void Write_AnyNode_IsTheReferencesObject(string query, string expected) => Assert.Equal(expected, Write(query));

    [Fact]
    public void Write_AVeryLongChain_DoesNotRecurse()
    {
        var text = Write(string.Join('+', Enumerable.Repeat("1", 20_000)));
        Assert.Equal(19_999, text.Split("\"binaryExpr\"").Length - 1);
    }

    private static string Write(string query)
    {
        var text = new ByteBuffer();
        ExpressionJson.Write(new JsonBuilder(text), PromQLParser.Parse(query, ParserOptions.Default));
        return text.ToString();
    }
}
