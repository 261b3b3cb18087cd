using System.Text;

namespace Pharos.PromQL.Syntax.Tests;

public sealed class ExpressionTreeTests
{
    [Fact]
    public void Parse_Selector_HasNameMatcherLast()
    {
        var selector = Parse<VectorSelector>("up{a!=\"b\"} @ 1.5 offset -5m anchored");

        Assert.Equal("up", Encoding.UTF8.GetString(selector.Name!));
        Assert.Equal(["a!=\"b\"", "__name__=\"up\""], selector.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(AtModifier.At(1500), selector.Shift.At);
        Assert.Equal(-300_000, selector.Shift.Offset!.ResolveOffset(0, 0));
        Assert.Equal(SelectorModifier.Anchored, selector.Modifier);
    }

    [Fact]
    public void Parse_SetOperator_IsManyToMany()
    {
        Assert.Equal(MatchCardinality.ManyToMany, Parse<BinaryExpression>("a and b").Matching!.Cardinality);
        Assert.Equal(MatchCardinality.OneToOne, Parse<BinaryExpression>("a + b").Matching!.Cardinality);
        Assert.Null(Parse<BinaryExpression>("a + 1").Matching);
    }

    [Fact]
    public void Parse_GroupRight_KeepsLabelsAndFills()
    {
        var matching = Parse<BinaryExpression>("a * on (x, \"y z\") group_right (w) fill_right (-2) b").Matching!;

        Assert.Equal(MatchCardinality.OneToMany, matching.Cardinality);
        Assert.True(matching.On);
        Assert.Equal(["x", "y z"], matching.Labels.Select(Encoding.UTF8.GetString));
        Assert.Equal(["w"], matching.Include.Select(Encoding.UTF8.GetString));
        Assert.Null(matching.FillLeft);
        Assert.Equal(-2, matching.FillRight);
    }

    [Theory]
    [InlineData("sum(a)", false, false)]
    [InlineData("sum by () (a)", true, false)]
    [InlineData("sum(a) without (b)", true, true)]
    public void Parse_Aggregation_KnowsWhatIsWritten(string query, bool hasGrouping, bool without)
    {
        var aggregation = Parse<Aggregation>(query);

        Assert.Equal(hasGrouping, aggregation.HasGrouping);
        Assert.Equal(without, aggregation.Without);
        Assert.Null(aggregation.Parameter);
    }

    [Fact]
    public void Parse_BinaryOperators_AreThoseOfTheirSymbols()
    {
        foreach (var @operator in Enum.GetValues<BinaryOperator>())
        {
            Assert.Equal(@operator, Parse<BinaryExpression>($"a {BinaryOperators.Symbol(@operator)} b").Operator);
        }
    }

    [Fact]
    public void Parse_AggregateOperators_AreThoseOfTheirNames()
    {
        foreach (var @operator in Enum.GetValues<AggregateOperator>())
        {
            var parameter = @operator == AggregateOperator.CountValues ? "\"v\", " : AggregateOperators.HasParameter(@operator) ? "1, " : "";
            Assert.Equal(@operator, Parse<Aggregation>($"{AggregateOperators.Name(@operator)}({parameter}a)").Operator);
        }
    }

    [Fact]
    public void Find_EveryFunction_IsInItsPlace()
    {
        Assert.Equal(Enum.GetValues<FunctionId>(), Functions.All.Select(function => function.Id));
        foreach (var function in Functions.All)
        {
            Assert.Same(function, Functions.Find(Encoding.UTF8.GetBytes(function.Name)));
            Assert.Same(function, Functions.Get(function.Id));
            Assert.Equal(function.Name.Replace("_", "", StringComparison.Ordinal), function.Id.ToString(), ignoreCase: true);
        }

        Assert.Null(Functions.Find("Rate"u8));
        Assert.Null(Functions.Find(new byte[100]));
    }

    [Fact]
    public void Children_OfAggregation_HaveTheOperandFirst()
    {
        var aggregation = Parse<Aggregation>("topk(scalar(k), rate(x[5m]))");

        Assert.Equal(["rate(x[5m])", "scalar(k)"], aggregation.Children.Select(child => child.ToString()));
        Assert.Equal(
            [typeof(Aggregation), typeof(FunctionCall), typeof(MatrixSelector), typeof(VectorSelector), typeof(FunctionCall), typeof(VectorSelector)],
            aggregation.SelfAndDescendants().Select(part => part.GetType()));
    }

    [Fact]
    public void Parse_StringEscapes_AreBytes()
    {
        Assert.Equal([0xFF, 0x41, 0xC3, 0xA9], Parse<StringLiteral>("\"\\xff\\101\\u00e9\"").Value.ToArray());
        Assert.Equal("a\nb", Parse<StringLiteral>("`a\nb`").Text);
    }

    private static T Parse<T>(string query)
        where T : Expression => Assert.IsType<T>(PromQLParser.Parse(query, ParserOptions.Everything));
}
