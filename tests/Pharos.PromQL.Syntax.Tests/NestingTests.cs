using System.Text;

namespace Pharos.PromQL.Syntax.Tests;

/// <summary>Queries that are deep or long. The thread's stack is small, so that recursion without bound ends the test run.</summary>
public sealed class NestingTests
{
    private const int StackBytes = 1 << 20;
    private const int Million = 1 << 20;

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("abs(")]
    [InlineData("sum by (a) (")]
    [InlineData("a^")]
    [InlineData("a[-")]
    [InlineData("a[5m:1m] or (")]
    [InlineData("1+(2*(")]
    [InlineData("x offset (")]
    public void Parse_AMegabyteOfNesting_IsAnErrorWithItsPlace(string piece)
    {
        var exception = OnSmallStack(() => Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse(Repeat(piece), ParserOptions.Everything)));

        Assert.StartsWith("1:", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a[5m:1m", "[5m:1m]")]
    [InlineData("a[1", "+1")]
    [InlineData("a[1", "^1")]
    [InlineData("a[", "min_of(1,")]
    public void Parse_AMegabyteOfModifiers_IsAnError(string begin, string piece) =>
        OnSmallStack(() => Assert.Throws<PromQLSyntaxException>(() => PromQLParser.Parse(begin + Repeat(piece), ParserOptions.Everything)));

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("-", "a", "")]
    [InlineData("abs(", "a", ")")]
    [InlineData("a^", "a", "")]
    [InlineData("sum by (x) (1 + ", "a", ")")]
    public void Parse_NestingUpToTheLimit_CanBePrinted(string open, string inner, string close)
    {
        const int Depth = 240;
        var query = string.Concat(Enumerable.Repeat(open, Depth)) + inner + string.Concat(Enumerable.Repeat(close, Depth));
        var printed = OnSmallStack(() =>
        {
            var expression = PromQLParser.Parse(query, ParserOptions.Default);
            Assert.InRange(expression.Nesting, Depth, ParserOptions.Default.MaxNesting);
            Assert.NotEmpty(PrettyPrinter.Format(expression));
            return expression.ToString();
        });

        Assert.Equal(query.Replace(" ", "", StringComparison.Ordinal), printed.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" + ")]
    [InlineData(" or ")]
    [InlineData(" == bool ")]
    public void Parse_ChainOfManyOperators_IsAnOrdinaryQuery(string separator)
    {
        const int Terms = 100_000;
        var query = string.Join(separator, Enumerable.Repeat("a", Terms));
        var (printed, count, nesting) = OnSmallStack(() =>
        {
            var expression = PromQLParser.Parse(query, ParserOptions.Default);
            return (expression.ToString(), expression.SelfAndDescendants().Count(), expression.Nesting);
        });

        Assert.Equal(query, printed);
        Assert.Equal(2 * Terms - 1, count);
        Assert.Equal(1, nesting);
    }

    [Fact]
    public void Format_LongChain_IsIndentedUpToALimit()
    {
        var query = string.Join(" + ", Enumerable.Repeat("a", 20_000));
        var pretty = OnSmallStack(() => PrettyPrinter.Format(PromQLParser.Parse(query, ParserOptions.Default)));

        Assert.InRange(pretty.Length, query.Length, 4_000_000);
        Assert.Equal(query, PromQLParser.Parse(pretty, ParserOptions.Default).ToString());
    }

    private static string Repeat(string piece)
    {
        var text = new StringBuilder(Million + piece.Length);
        while (text.Length < Million)
        {
            text.Append(piece);
        }

        return text.ToString();
    }

    private static T OnSmallStack<T>(Func<T> work)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // It is thrown again on the thread of the test.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = exception;
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("It failed on the small stack.", failure);
    }
}
