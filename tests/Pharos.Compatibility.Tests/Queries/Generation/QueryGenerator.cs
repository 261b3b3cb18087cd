using System.Globalization;
using Pharos.Compatibility.Tests.Queries.Data;

namespace Pharos.Compatibility.Tests.Queries.Generation;

/// <summary>
/// Makes queries about <see cref="DataSet"/> that are valid, and mostly have a result. The same seed makes the same queries.
/// </summary>
internal sealed partial class QueryGenerator(int seed, Dialect dialect)
{
    private const int MaxDepth = 5;

    private static readonly long[] StepsMs = [5_000, 15_000, 30_000, 60_000, 60_000, 120_000, 300_000, 7_000, 13_457];

    private readonly Random _random = new(seed);

    private bool IsExperimental => dialect.HasFlag(Dialect.Experimental);

    private bool IsNewer => dialect.HasFlag(Dialect.Newer);

    public AskedQuery Next()
    {
        if (Chance(50))
        {
            return NextInstant();
        }

        var step = Pick(StepsMs);
        var start = Time();
        var depth = Depth();
        var text = Chance(5) ? Scalar(depth) : Vector(depth).Text;
        return new AskedQuery(text, start, start + _random.Next(30) * step + _random.Next(2) * step / 3, step);
    }

    private AskedQuery NextInstant()
    {
        var time = Time();
        var text = _random.Next(100) switch
        {
            0 => Pick<string>("\"text\"", "'it''s'", "`a\\b`", "\"\\u00fc\\n\"").Replace("''", "\\'", StringComparison.Ordinal),
            < 5 => Scalar(Depth()),
            < 9 => Range(Math.Min(2, Depth())).Text,
            _ => Vector(Depth()).Text,
        };
        return new AskedQuery(text, time, time, 0);
    }

    private int Depth() => 1 + Math.Min(_random.Next(MaxDepth), _random.Next(MaxDepth + 1));

    /// <summary>Mostly in the part with all of the data, sometimes around its edges.</summary>
    private long Time()
    {
        var time = _random.Next(20) switch
        {
            0 => DataSet.StartMs + _random.Next(-60_000, 600_000),
            1 => DataSet.EndMs + _random.Next(-60_000, 600_000),
            2 => DataSet.DemoStartMs + _random.Next(-400_000, 400_000),
            3 or 4 => DataSet.StartMs + _random.NextInt64(DataSet.EndMs - DataSet.StartMs),
            _ => DataSet.DemoStartMs + 600_000 + _random.NextInt64(DataSet.EndMs - DataSet.DemoStartMs - 1_800_000),
        };
        return _random.Next(4) switch
        {
            0 => time,
            1 => time / 1000 * 1000,
            _ => time / 15_000 * 15_000,
        };
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Some of them in any order, at least so many.</summary>
    private List<T> Some<T>(IReadOnlyList<T> all, int least)
    {
        var some = all.ToArray();
        _random.Shuffle(some);
        return [.. some.Take(Math.Max(least, _random.Next(some.Length + 1)))];
    }

    private string Duration(params ReadOnlySpan<string> choices) => Pick(choices);

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
