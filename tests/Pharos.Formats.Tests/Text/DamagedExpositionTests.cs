using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Tests.Text;

public sealed class DamagedExpositionTests
{
    private const int Rounds = 30_000;

    [Fact]
    public void Read_DamagedPrometheusText_EndsOrNamesAPlaceInIt()
    {
        var random = new Random(11);
        var broken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var input = ExpositionMutations.Next(random);
            broken += IsBroken(input, () => TextEntries.Prometheus(input)) ? 1 : 0;
        }

        Assert.InRange(broken, Rounds / 10, Rounds);
    }

    [Fact]
    public void Read_DamagedOpenMetrics_EndsOrNamesAPlaceInIt()
    {
        var random = new Random(12);
        var options = new ExpositionOptions { SkipCreatedSeries = true, AddTypeAndUnitLabels = true };
        var broken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            byte[] input = [.. ExpositionMutations.Next(random), .. "# EOF\n"u8];
            broken += IsBroken(input, () => TextEntries.OpenMetrics(input, options)) ? 1 : 0;
        }

        Assert.InRange(broken, Rounds / 10, Rounds);
    }

    [Fact]
    public void Read_ManyLabels_DoesNotAllocateByTheLine()
    {
        var line = "m{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"l{i}=\"v{i}\"")) + "} 1\n";
        var input = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 50)));
        var scratch = new ExpositionScratch();
        var labels = new LabelsBuilder();
        Assert.Equal(50 * 501, Read());

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        int Read()
        {
            var count = 0;
            var reader = new PrometheusTextReader(input, scratch);
            while (reader.Read())
            {
                reader.ReadLabels(labels);
                count += labels.Count;
            }

            return count;
        }
    }

    private static bool IsBroken(byte[] input, Func<List<string>> read)
    {
        try
        {
            read();
            return false;
        }
        catch (ExpositionException error)
        {
            Assert.InRange(error.Offset, 0, input.Length);
            Assert.Equal(input.AsSpan(0, (int)error.Offset).Count((byte)'\n') + 1, error.Line);
            Assert.True(error.Column > 0);
            return true;
        }
    }
}
