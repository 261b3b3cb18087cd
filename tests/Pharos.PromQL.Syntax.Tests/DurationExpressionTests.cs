namespace Pharos.PromQL.Syntax.Tests;

public sealed class DurationExpressionTests
{
    [Theory]
    [InlineData("a[step()]", 15000, 0, "r15000 o0")]
    [InlineData("a[range() / 2]", 15000, 3600001, "r1800000 o0")]
    [InlineData("a[step()]", 0, 0, "2:8: duration must be greater than 0")]
    [InlineData("a[-(step())]", 15000, 0, "2:10: duration must be greater than 0")]
    [InlineData("a offset -step()", 15000, 0, "o-15000")]
    [InlineData("a offset (1m % 7)", 0, 0, "o4000")]
    [InlineData("a[2 ^ 0.5]", 0, 0, "r1414 o0")]
    [InlineData("a[max_of(step(), 1m)]", 15000, 0, "r60000 o0")]
    [InlineData("a[min_of(step(), 1m)]", 15000, 0, "r15000 o0")]
    [InlineData("a offset (1 / step())", 0, 0, "10:20: division by zero")]
    [InlineData("a offset (1 % range())", 0, 0, "10:21: modulo by zero")]
    [InlineData("a[1 ^ 0.5 - 2]", 0, 0, "2:13: duration must be greater than 0")]
    [InlineData("a offset ((-1) ^ 0.5)", 0, 0, "10:20: duration is NaN or infinite")]
    [InlineData("a[10 ^ 12]", 0, 0, "2:9: duration is out of range")]
    [InlineData("a[0.0015]", 0, 0, "r1 o0")]
    [InlineData("a[5m - 1]", 0, 0, "r299000 o0")]
    [InlineData("a[(5m)]", 0, 0, "r300000 o0")]
    [InlineData("a offset -(-(5m))", 0, 0, "o300000")]
    [InlineData("a[(2 + 3) * 4]", 0, 0, "r20000 o0")]
    public void Resolve_StepAndRange_GiveMillisecondsOrTheReason(string query, long stepMs, long rangeMs, string expected)
    {
        var expression = PromQLParser.Parse(query, ParserOptions.Everything);

        Assert.Equal(expected, Show(expression, stepMs, rangeMs));
    }

    /// <summary>Range and offset, as far as they are there.</summary>
    private static string Show(Expression expression, long stepMs, long rangeMs)
    {
        try
        {
            return expression switch
            {
                MatrixSelector matrix => $"r{matrix.Range.Resolve(stepMs, rangeMs)} o{matrix.Vector.Shift.Offset?.ResolveOffset(stepMs, rangeMs) ?? 0}",
                VectorSelector vector => $"o{vector.Shift.Offset?.ResolveOffset(stepMs, rangeMs) ?? 0}",
                _ => "?",
            };
        }
        catch (PromQLDurationException exception)
        {
            return exception.Message;
        }
    }
}
