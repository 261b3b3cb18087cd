using System.Globalization;
using System.Text;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Tests.Text;

public sealed class LineMemoryTests
{
    [Fact]
    public void Follow_SameLines_NeedsNoLabelsAndNoAllocation()
    {
        var input = "# HELP a b\n# TYPE a counter\na{x=\"1\"} 1\na{x=\"2\"} 2.5 17\nb 3\n"u8.ToArray();
        var memory = new LineMemory<int>();
        var scratch = new ExpositionScratch();
        Assert.Equal((0, 3), Read());
        Assert.Equal((3, 0), Read());

        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((3, 0), last);

        (int Followed, int Learned) Read()
        {
            var reader = new PrometheusTextReader(input, scratch);
            var followed = 0;
            var learned = 0;
            memory.BeginRound();
            while (true)
            {
                if (memory.Follow(ref reader, out _))
                {
                    followed++;
                }
                else if (!reader.Read())
                {
                    return (followed, learned);
                }
                else if (reader.Entry == ExpositionEntry.Series)
                {
                    memory.Learn(reader.Series, isSeries: true);
                    learned++;
                }
                else if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
                {
                    memory.Learn(reader.Line, isSeries: false);
                }
            }
        }
    }

    [Fact]
    public void Follow_LinesThatComeGoAndMove_GivesWhatPlainReadingGives()
    {
        var random = new Random(21);
        var memory = new LineMemory<int>();
        var followed = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var input = Encoding.UTF8.GetBytes(Exposition(random));
            var reader = new OpenMetricsReader(input, new ExpositionScratch(), new ExpositionOptions { SkipCreatedSeries = true });
            var expected = Plain(input);
            Assert.Equal(expected, Remembered(ref reader, memory, ref followed));
            if (round % 100 == 99)
            {
                memory.Forget(rounds: 3);
            }
        }

        Assert.InRange(followed, 10_000, int.MaxValue);
    }

    [Fact]
    public void Follow_CreatedSeriesWhoseFamilyBecomesACounter_IsLeftOutAsInPlainReading()
    {
        var memory = new LineMemory<int>();
        var ignored = 0;
        string[] types = ["gauge", "counter", "gauge", "counter"];
        foreach (var type in types)
        {
            var input = Encoding.UTF8.GetBytes($"# TYPE a {type}\na_created{{x=\"1\"}} 5\na{{x=\"1\"}} 2\na_created 3\n# EOF\n");
            var reader = new OpenMetricsReader(input, new ExpositionScratch(), new ExpositionOptions { SkipCreatedSeries = true });
            var series = Remembered(ref reader, memory, ref ignored);
            Assert.Equal(Plain(input), series);
            Assert.Equal(type == "gauge" ? 3 : 1, series.Count);
        }
    }

    [Theory]
    [InlineData("a {x=\"1\"} 5\n")]
    [InlineData("a \t {x=\"1\"} 5 7\nb\t{y=\"2\"} 3\n")]
    [InlineData("  a {x=\"1\"} 5\n { \"b\" , y = \"2\" } 3\n")]
    public void Follow_BlanksInTheSeries_GivesItsLabels(string text)
    {
        var input = Encoding.UTF8.GetBytes(text);
        var memory = new LineMemory<int>();
        var followed = 0;
        for (var round = 0; round < 3; round++)
        {
            var reader = new PrometheusTextReader(input, new ExpositionScratch());
            Assert.Equal(PlainPrometheus(input), Remembered(ref reader, memory, ref followed));
        }

        Assert.True(followed > 0);
    }

    [Fact]
    public void Follow_DamagedExpositions_AgreesWithPlainReadingEvenInErrors()
    {
        var random = new Random(22);
        var memory = new LineMemory<int>();
        var ignored = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var input = ExpositionMutations.Next(random);
            Assert.Equal(ErrorOf(() => PlainPrometheus(input)), ErrorOf(() =>
            {
                var reader = new PrometheusTextReader(input, new ExpositionScratch());
                return Remembered(ref reader, memory, ref ignored);
            }));
            if (memory.Count > 5_000)
            {
                memory.Forget(rounds: 1);
            }
        }
    }

    [Fact]
    public void Follow_DamagedOpenMetrics_AgreesWithPlainReadingEvenInErrors()
    {
        var random = new Random(23);
        var memory = new LineMemory<int>();
        var ignored = 0;
        for (var round = 0; round < 10_000; round++)
        {
            byte[] input = [.. ExpositionMutations.Next(random), .. "# EOF\n"u8];
            Assert.Equal(ErrorOf(() => Plain(input)), ErrorOf(() =>
            {
                var reader = new OpenMetricsReader(input, new ExpositionScratch(), new ExpositionOptions { SkipCreatedSeries = true });
                return Remembered(ref reader, memory, ref ignored);
            }));
            if (memory.Count > 5_000)
            {
                memory.Forget(rounds: 1);
            }
        }
    }

    [Theory]
    [InlineData("9_created 5")]
    [InlineData("")]
    [InlineData(" a_created 5")]
    public void Follow_LineThatIsNoSeries_IsNotLeftOut(string line)
    {
        var memory = new LineMemory<int>();
        var ignored = 0;
        var options = new ExpositionOptions { SkipCreatedSeries = true };
        var before = new OpenMetricsReader("# TYPE a counter\na_total 1\na_foo 1\n# EOF\n"u8, new ExpositionScratch(), options);
        Remembered(ref before, memory, ref ignored);

        var input = Encoding.UTF8.GetBytes($"# TYPE a counter\na_total 1\n{line}\na_foo 1\n# EOF\n");
        var error = Assert.Throws<ExpositionException>(() =>
        {
            var reader = new OpenMetricsReader(input, new ExpositionScratch(), options);
            return Remembered(ref reader, memory, ref ignored);
        });
        Assert.Equal((3, 1), (error.Line, error.Column));
        Assert.Contains("expected metric name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forget_SeriesThatEnded_FreesThemAndKeepsTheOthersState()
    {
        var memory = new LineMemory<int>();
        memory.BeginRound();
        memory.State(memory.Learn("old"u8, isSeries: true)) = 1;
        memory.State(memory.Learn("kept"u8, isSeries: true)) = 2;
        memory.BeginRound();
        Assert.False(memory.IsInRound(memory.Learn("kept"u8, isSeries: true) - 1));
        memory.Forget(rounds: 1);

        Assert.Equal(1, memory.Count);
        memory.BeginRound();
        Assert.Equal(2, memory.State(memory.Learn("kept"u8, isSeries: true)));
        Assert.Equal(0, memory.State(memory.Learn("old"u8, isSeries: true)));
    }

    private static string Exposition(Random random)
    {
        var text = new StringBuilder();
        for (var family = 0; family < 6; family++)
        {
            if (random.Next(10) == 0)
            {
                continue;
            }

            text.Append("# HELP f").Append(family).Append(" help\n# TYPE f").Append(family).Append(" counter\n");
            for (var series = 0; series < 4; series++)
            {
                if (random.Next(12) == 0)
                {
                    continue;
                }

                text.Append('f').Append(family).Append("_total{s=\"").Append(series).Append("\"} ").Append(random.Next(1000));
                text.Append(random.Next(3) == 0 ? " 5 # {t=\"1\"} 2 3\n" : "\n");
                if (family % 2 == 0)
                {
                    text.Append('f').Append(family).Append("_created{s=\"").Append(series).Append("\"} ").Append(series + 1).Append('\n');
                }
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static List<string> Plain(byte[] input)
    {
        var reader = new OpenMetricsReader(input, new ExpositionScratch(), new ExpositionOptions { SkipCreatedSeries = true });
        return Series(ref reader);
    }

    private static List<string> PlainPrometheus(byte[] input)
    {
        var reader = new PrometheusTextReader(input, new ExpositionScratch());
        return Series(ref reader);
    }

    private static List<string> Series<TReader>(ref TReader reader)
        where TReader : ILineReader, allows ref struct
    {
        var result = new List<string>();
        while (reader.Read())
        {
            if (reader.Entry == ExpositionEntry.Series)
            {
                result.Add(Describe(ref reader));
            }
        }

        return result;
    }

    private static List<string> Remembered<TReader>(ref TReader reader, LineMemory<int> memory, ref int followed)
        where TReader : ILineReader, allows ref struct
    {
        var result = new List<string>();
        memory.BeginRound();
        while (true)
        {
            if (memory.Follow(ref reader, out var line))
            {
                // The state says which series it is: the hash of its text, noted when it was learned.
                Assert.Equal(Hash(reader.Series), memory.State(line));
                followed++;
                result.Add(Describe(ref reader));
            }
            else if (!reader.Read())
            {
                return result;
            }
            else if (reader.Entry == ExpositionEntry.Series)
            {
                memory.State(memory.Learn(reader.Series, isSeries: true)) = Hash(reader.Series);
                result.Add(Describe(ref reader));
            }
            else if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
            {
                memory.Learn(reader.Line, isSeries: false);
            }
        }
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = default(HashCode);
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    private static string Describe<TReader>(ref TReader reader)
        where TReader : ILineReader, allows ref struct
    {
        var labels = new LabelsBuilder();
        reader.ReadLabels(labels);
        var text = FormattableString.Invariant($"{labels} {reader.Value:R} {reader.HasTimestamp} {(reader.HasTimestamp ? reader.TimestampMs : 0)} {reader.ReadStartTimestamp()}");
        while (reader.ReadExemplar(labels, out var exemplar))
        {
            text += string.Create(CultureInfo.InvariantCulture, $" # {labels} {exemplar}");
        }

        return text;
    }

    private static string ErrorOf(Func<List<string>> read)
    {
        try
        {
            return string.Join('\n', read());
        }
        catch (ExpositionException error)
        {
            return error.Message;
        }
    }
}
