using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderKeyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Series_DifferentLabels_HaveDifferentKeys(bool addsTypeAndUnit)
    {
        var options = new ExpositionOptions { KeepClassicHistograms = true, AddTypeAndUnitLabels = addsTypeAndUnit };
        var labelsByKey = new Dictionary<string, string>();
        var count = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var (key, labels) in Keys(seed, options))
            {
                count++;
                Assert.True(labelsByKey.TryAdd(key, labels) || labelsByKey[key] == labels, $"seed {seed}: {labels} and {labelsByKey[key]}");
            }
        }

        Assert.InRange(labelsByKey.Count, 1000, count);
    }

    [Fact]
    public void Series_SameExpositionAgain_HasSameKeys()
    {
        var options = new ExpositionOptions { KeepClassicHistograms = true };
        for (var seed = 0; seed < 50; seed++)
        {
            Assert.Equal(Keys(seed, options), Keys(seed, options));
        }
    }

    [Fact]
    public void Series_UnitChangesWhileItIsALabel_ChangesTheKey()
    {
        var family = ProtobufEntries.Parse("""{ "name": "x", "type": "GAUGE", "unit": "a", "metric": [ { "gauge": {} } ] }""");
        var other = family.Clone();
        other.Unit = "b";
        var options = new ExpositionOptions { AddTypeAndUnitLabels = true };
        Assert.NotEqual(
            Keys(MetricFamilyGenerator.Delimited([family]), options),
            Keys(MetricFamilyGenerator.Delimited([other]), options));
    }

    private static List<(string Key, string Labels)> Keys(int seed, ExpositionOptions options) =>
        Keys(MetricFamilyGenerator.Delimited(new MetricFamilyGenerator(seed).Families()), options);

    private static List<(string Key, string Labels)> Keys(byte[] exposition, ExpositionOptions options)
    {
        var keys = new List<(string, string)>();
        var labels = new LabelsBuilder();
        var reader = new ProtobufReader(exposition, new ExpositionScratch(), options);
        while (reader.Read())
        {
            if (reader.Entry is ExpositionEntry.Series or ExpositionEntry.Histogram)
            {
                reader.ReadLabels(labels);
                keys.Add((Convert.ToHexString(reader.Series), labels.ToString()));
            }
        }

        return keys;
    }
}
