using System.Diagnostics;
using System.Globalization;
using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Tests.Agent;
using Pharos.Tsdb.Tests.Head;

namespace Pharos.Tsdb.Tests.Crashes;

/// <summary>
/// A data directory that a writing process is killed on again and again, and all that it acknowledged meanwhile.
/// </summary>
internal sealed class CrashRun(string kind = "database") : IDisposable
{
    private const long StepMs = 1000;
    private const int SeriesPerWriter = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, HashSet<int>> _acknowledged = [];
    private int _nextBatch = 100;

    public string Directory => _folder.Path;

    public int Acknowledged => _acknowledged.Values.Sum(static batches => batches.Count);

    /// <summary>Runs the writer until it kills itself at a step, or else for so many acknowledged batches. False if it had ended before.</summary>
    public async Task<bool> KillAsync(int batches, int atStep = 0)
    {
        var program = Path.Combine(RepositoryRoot.Path, "tests/Pharos.CrashWriter/bin/Release/net10.0/Pharos.CrashWriter");
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { _folder.Path, Text(_nextBatch), Text(atStep), kind },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var seen = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line != "ready")
            {
                Note(line);
                seen++;
            }

            if (seen == batches)
            {
                // What it still wrote before it died is read by the next turns.
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 137, $"the writer ended by itself, status {process.ExitCode}: {await errors}");
        return atStep == 0 || seen < batches;
    }

    /// <summary>Reads what is there and compares: everything acknowledged is there, and nothing that was not written.</summary>
    public void Verify()
    {
        if (kind == "agent")
        {
            // It opens, and what it keeps is read from its log.
            using var store = AgentStore.Open(_folder.Path, new AgentOptions { TruncateFrequency = TimeSpan.Zero });
            Verify(AgentLog.Read(store.WalDirectory).GroupBy(
                static entry => entry.Series, static entry => (entry.TimestampMs, entry.Value), static (labels, samples) => (labels, samples.ToList())));
            return;
        }

        var options = new DatabaseOptions
        {
            MinBlockDuration = TimeSpan.FromMinutes(1),
            Retention = static () => default,
            MaintenanceInterval = TimeSpan.Zero,
            SnapshotOnShutdown = kind == "snapshots",
            IsShortOfMemory = kind == "short",
        };
        using var database = Database.Open(_folder.Path, options);
        using var querier = database.NewQuerier(0, long.MaxValue);
        Verify(HeadFixture.Read(querier, []));
    }

    public void Dispose() => _folder.Dispose();

    private void Verify(IEnumerable<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> all)
    {
        var found = new Dictionary<(string Writer, string Series), HashSet<int>>();
        foreach (var (labels, samples) in all)
        {
            var batches = new HashSet<int>();
            foreach (var (timestampMs, value) in samples)
            {
                Assert.Equal(timestampMs, (long)value * StepMs);
                Assert.True(value < _nextBatch, $"{labels} has {value}, which was never written");
                Assert.True(batches.Add((int)value), $"{labels} has {value} twice");
            }

            found.Add((labels["writer"]!, labels["series"]!), batches);
        }

        foreach (var (writer, batches) in _acknowledged)
        {
            for (var series = 0; series < SeriesPerWriter; series++)
            {
                var missing = batches.Except(found[(writer, Text(series))]).Order().ToList();
                Assert.True(missing.Count == 0, $"writer {writer}, series {series}: acknowledged and lost: {string.Join(", ", missing.Take(10))} of {missing.Count}");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Note(string line)
    {
        var parts = line.Split(' ');
        var batch = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (!_acknowledged.TryGetValue(parts[0], out var batches))
        {
            _acknowledged.Add(parts[0], batches = []);
        }

        batches.Add(batch);

        // Each writer may have written one more that it could not tell any more, and skip what is too late.
        _nextBatch = Math.Max(_nextBatch, batch + 64);
    }
}
