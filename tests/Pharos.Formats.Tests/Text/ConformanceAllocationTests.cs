using Pharos.Formats.Text;
using Pharos.Model;
using Pharos.Testing;

namespace Pharos.Formats.Tests.Text;

/// <summary>The budget of a scrape on large real expositions: not a byte per sample, the first time nor the next.</summary>
public sealed class ConformanceAllocationTests
{
    private static readonly ExpositionOptions Options = new() { SkipCreatedSeries = true };

    private readonly ExpositionScratch _scratch = new();
    private readonly LabelsBuilder _labels = new();
    private readonly LabelsBuilder _exemplarLabels = new();
    private readonly LineMemory<double> _memory = new();

    public static TheoryData<string> Files
    {
        get
        {
            var files = new TheoryData<string>();
            if (ConformanceFiles.Expositions is { } folder)
            {
                files.AddRange(Directory.EnumerateFiles(folder, "*.txt").Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToArray());
            }

            return files;
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Files))]
    public void Read_AllOfAnExposition_AllocatesNothing(string file) => RequireNoAllocation(file, repeated: false);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Files))]
    public void Follow_KnownExposition_AllocatesNothing(string file) => RequireNoAllocation(file, repeated: true);

    private void RequireNoAllocation(string file, bool repeated)
    {
        var input = File.ReadAllBytes(Path.Combine(ConformanceFiles.Expositions!, file));
        var isOpenMetrics = file.EndsWith(".om.txt", StringComparison.Ordinal);
        var first = Scrape(input, isOpenMetrics, repeated);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = Scrape(input, isOpenMetrics, repeated);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, again);
        Assert.InRange(first, 10, int.MaxValue);
    }

    private int Scrape(byte[] input, bool isOpenMetrics, bool repeated)
    {
        if (isOpenMetrics)
        {
            var openMetrics = new OpenMetricsReader(input, _scratch, Options);
            return repeated ? Follow(ref openMetrics) : ReadAll(ref openMetrics);
        }

        var text = new PrometheusTextReader(input, _scratch);
        return repeated ? Follow(ref text) : ReadAll(ref text);
    }

    private int ReadAll<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        var series = 0;
        while (reader.Read())
        {
            if (reader.Entry != ExpositionEntry.Series)
            {
                continue;
            }

            series++;
            reader.ReadLabels(_labels);
            _labels.View();
            reader.ReadStartTimestamp();
            while (reader.ReadExemplar(_exemplarLabels, out _))
            {
                _exemplarLabels.View();
            }
        }

        return series;
    }

    private int Follow<TReader>(ref TReader reader)
        where TReader : ILineReader, allows ref struct
    {
        var series = 0;
        _memory.BeginRound();
        while (true)
        {
            if (_memory.Follow(ref reader, out var line))
            {
                _memory.State(line) = reader.Value;
                series++;
            }
            else if (!reader.Read())
            {
                return series;
            }
            else if (reader.Entry == ExpositionEntry.Series)
            {
                _memory.State(_memory.Learn(reader.Series, isSeries: true)) = reader.Value;
                series++;
            }
            else if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
            {
                _memory.Learn(reader.Line, isSeries: false);
            }
        }
    }
}
