using System.Text;

namespace Pharos.PromQL.Syntax.Tests;

public sealed class RandomQueryTests
{
    [Fact]
    public void Format_ParsedAgain_IsTheSameText()
    {
        var accepted = 0;
        foreach (var query in Queries(seed: 1, count: 20_000))
        {
            if (TryParse(Encoding.UTF8.GetBytes(query)) is not { } expression)
            {
                continue;
            }

            accepted++;
            var printed = expression.ToString();
            Assert.Equal(printed, PromQLParser.Parse(printed, ParserOptions.Everything).ToString());
            Assert.Equal(printed, PromQLParser.Parse(PrettyPrinter.Format(expression), ParserOptions.Everything).ToString());
        }

        Assert.InRange(accepted, 4_000, 20_000);
    }

    [Fact]
    public void Parse_EveryExpression_StandsWhereItsPositionSays()
    {
        foreach (var query in Queries(seed: 2, count: 5_000))
        {
            var text = Encoding.UTF8.GetBytes(query);
            foreach (var part in TryParse(text)?.SelfAndDescendants() ?? [])
            {
                Assert.InRange(part.Position.Start, 0, part.Position.End - 1);
                Assert.InRange(part.Position.End, 1, text.Length);
                Assert.True(part is not FunctionCall call || query[part.Position.Start..].StartsWith(call.Function.Name, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Parse_MutatedQuery_IsAnExpressionOrASyntaxError()
    {
        var random = new Random(3);
        foreach (var query in Queries(seed: 3, count: 20_000))
        {
            var text = Encoding.UTF8.GetBytes(query).ToList();
            for (var edit = random.Next(1, 4); edit > 0 && text.Count > 0; edit--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text[at] = (byte)random.Next(256); break;
                    case 1: text.RemoveRange(at, Math.Min(random.Next(1, 9), text.Count - at)); break;
                    default: text.InsertRange(at, text.GetRange(0, Math.Min(random.Next(1, 9), text.Count))); break;
                }
            }

            var bytes = text.ToArray();
            if (TryParse(bytes) is { } expression)
            {
                Assert.Equal(expression.ToString(), PromQLParser.Parse(expression.ToString(), ParserOptions.Everything).ToString());
            }
        }
    }

    [Fact]
    public void Parse_EveryBeginningOfAQuery_IsAnExpressionOrASyntaxError()
    {
        foreach (var query in Queries(seed: 4, count: 300))
        {
            for (var length = 0; length < query.Length; length++)
            {
                TryParse(Encoding.UTF8.GetBytes(query[..length]));
            }
        }
    }

    private static IEnumerable<string> Queries(int seed, int count)
    {
        var random = new Random(seed);
        var queries = new RandomQuery(random);
        for (; count > 0; count--)
        {
            yield return queries.Next(random.Next(1, 5));
        }
    }

    /// <summary>Null for what is not valid; nothing else may be thrown, and the place has to be in the text.</summary>
    private static Expression? TryParse(byte[] query)
    {
        try
        {
            return PromQLParser.Parse(query, ParserOptions.Everything);
        }
        catch (PromQLSyntaxException exception)
        {
            Assert.NotEmpty(exception.Problems);
            Assert.All(exception.Problems, problem => Assert.InRange(problem.Span.Start, 0, query.Length));
            return null;
        }
    }
}
