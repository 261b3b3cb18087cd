using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Queries.Answers;
using Pharos.Compatibility.Tests.Queries.Data;
using Pharos.Compatibility.Tests.Queries.Generation;
using Pharos.Compatibility.Tests.Storage;
using Pharos.PromQL;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;
using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>The same data in front of a real Prometheus and of our engine. Both may be asked concurrently.</summary>
public sealed class QueryPair : IAsyncLifetime
{
    private const int Repetitions = 20;

    private static readonly ParserOptions Language = new() { EnableExperimentalFunctions = true };

    private readonly TemporaryFolder _folder = new();
    private readonly QueryEngine _engine = new(new QuerySettings());
    private ReadOnlyDatabase? _ours;
    private PrometheusServer? _theirs;

    public async ValueTask InitializeAsync()
    {
        var directory = _folder.File("ours");
        DataSet.Write(directory);

        // It will change the directory: each has its own.
        var copy = OurDatabase.Copy(directory, _folder.File("theirs"));
        _ours = Database.OpenReadOnly(directory);
        // Blocks that long are never cut of this data: what is asked about stays where it is.
        _theirs = await PrometheusServer.TryStartWithAsync(
            copy,
            ScrapeJob.Configuration([]),
            [
                "--enable-feature=promql-experimental-functions", "--storage.tsdb.retention.time=10y",
                "--storage.tsdb.min-block-duration=1d", "--storage.tsdb.max-block-duration=1d",
            ]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_theirs is not null)
        {
            await _theirs.DisposeAsync();
        }

        _engine.Dispose();
        _ours?.Dispose();
        _folder.Dispose();
    }

    internal void SkipWithoutPeer() =>
        Assert.SkipWhen(_theirs is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");

    internal async Task<QueryAnswer> AskPrometheusAsync(AskedQuery query) => QueryAnswer.Of(query.IsRange
        ? await _theirs!.PostAsync(
            "api/v1/query_range",
            ("query", query.Text),
            ("start", AskedQuery.Seconds(query.StartMs)),
            ("end", AskedQuery.Seconds(query.EndMs)),
            ("step", AskedQuery.Seconds(query.StepMs)))
        : await _theirs!.PostAsync("api/v1/query", ("query", query.Text), ("time", AskedQuery.Seconds(query.StartMs))));

    internal QueryAnswer AskPharos(AskedQuery query)
    {
        try
        {
            var request = query.IsRange
                ? QueryRequest.Range(query.Text, query.StartMs, query.EndMs, query.StepMs, Language)
                : QueryRequest.Instant(query.Text, query.StartMs, Language);
            return QueryAnswer.Of(_engine.Evaluate(_ours!, request, TestContext.Current.CancellationToken));
        }
        catch (PromQLSyntaxException exception)
        {
            return QueryAnswer.OfError("bad_data", exception.Message);
        }
        catch (QueryException exception)
        {
            return QueryAnswer.Of(exception);
        }
    }

    internal async Task<QueryComparison> CompareAsync(AskedQuery query)
    {
        var actual = AskPharos(query);
        var expected = await AskPrometheusAsync(query);
        var difference = Difference(query, expected, actual);
        if (difference is null)
        {
            return new QueryComparison(query, expected, null, null);
        }

        return ToleratedDifference.Find(query, expected, actual) is { } tolerated
            ? new QueryComparison(query, expected, difference, tolerated.Name)
            : new QueryComparison(query, expected, difference, await IsUnsureAsync(query, expected) ? "Prometheus answers now this, now that" : null);
    }

    /// <summary>
    /// Whether Prometheus gives another answer when it is asked again. Over a range, the order in which functions hand series on is that of a hash
    /// table, and of equal samples topk, bottomk and limitk take those that come first.
    /// </summary>
    private async Task<bool> IsUnsureAsync(AskedQuery query, QueryAnswer expected)
    {
        for (var i = 0; i < Repetitions; i++)
        {
            if (Difference(query, expected, await AskPrometheusAsync(query)) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string? Difference(AskedQuery query, QueryAnswer expected, QueryAnswer actual) => IsOrdered(query) && !expected.IsError
        ? AnswerComparison.DifferenceInOrder(expected, actual)
        : AnswerComparison.Difference(expected, actual);

    private static bool IsOrdered(AskedQuery query) => !query.IsRange && query.Text.StartsWith("sort", StringComparison.Ordinal) && query.Text.EndsWith(')');
}
