using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderAllocationTests
{
    [Fact]
    public void Read_NumbersWithLabelsAndExemplars_AllocatesNothing()
    {
        var families = Enumerable.Range(0, 50).SelectMany(seed => new MetricFamilyGenerator(seed).Families());
        var exposition = MetricFamilyGenerator.Delimited(families);
        var options = new ExpositionOptions { IgnoreNativeHistograms = true };
        var scratch = new ExpositionScratch();
        var labels = new LabelsBuilder();
        var series = ReadAll(exposition, options, scratch, labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = ReadAll(exposition, options, scratch, labels);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(series, again);
        Assert.InRange(series, 500, int.MaxValue);
    }

    private static int ReadAll(byte[] exposition, ExpositionOptions options, ExpositionScratch scratch, LabelsBuilder labels)
    {
        var series = 0;
        var reader = new ProtobufReader(exposition, scratch, options);
        while (reader.Read())
        {
            if (reader.Entry != ExpositionEntry.Series)
            {
                continue;
            }

            series++;
            reader.ReadLabels(labels);
            labels.View();
            reader.ReadStartTimestamp();
            while (reader.ReadExemplar(labels, out _))
            {
                series++;
            }
        }

        return series;
    }
}
