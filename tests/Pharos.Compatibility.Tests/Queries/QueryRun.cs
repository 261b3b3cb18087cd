using System.Collections.Concurrent;
using System.Globalization;
using Pharos.Compatibility.Tests.Queries.Generation;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>Compares the answers to many queries, over several connections, and counts.</summary>
internal sealed class QueryRun(QueryPair pair)
{
    private const int Connections = 6;
    private const int ShownDifferences = 12;

    private readonly ConcurrentBag<QueryComparison> _wrong = [];
    private readonly ConcurrentDictionary<string, int> _tolerated = [];
    private int _asked;
    private int _withResult;
    private int _errors;

    public async Task AskAsync(IEnumerable<AskedQuery> queries)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(queries, options, async (query, _) => Count(await pair.CompareAsync(query)));
    }

    public double ShareWithResult => (double)_withResult / _asked;

    /// <summary>Prints what was asked, and fails if answers differ.</summary>
    public async Task ReportAsync(string title)
    {
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {_asked} queries, {ShareWithResult:P1} with a result, {_errors} errors, {_wrong.Count} differences");
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        foreach (var (name, count) in _tolerated)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"tolerated: {name}: {count}");
        }

        var shown = new List<string>();
        foreach (var comparison in _wrong.OrderBy(static comparison => comparison.Query.Text.Length).Take(ShownDifferences))
        {
            var smaller = await QueryShrinking.ShrinkAsync(pair, comparison);
            shown.Add(smaller == comparison ? $"{comparison}" : $"{smaller}\n  as part of {comparison.Query}");
        }

        Assert.True(_wrong.IsEmpty, $"{summary}\n{string.Join("\n\n", shown)}");
    }

    private void Count(QueryComparison comparison)
    {
        Interlocked.Increment(ref _asked);
        if (comparison.Expected.IsError)
        {
            Interlocked.Increment(ref _errors);
        }
        else if (!comparison.Expected.IsEmpty)
        {
            Interlocked.Increment(ref _withResult);
        }

        if (comparison.IsWrong)
        {
            _wrong.Add(comparison);
        }
        else if (comparison.Tolerated is { } reason)
        {
            _tolerated.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        }
    }
}
