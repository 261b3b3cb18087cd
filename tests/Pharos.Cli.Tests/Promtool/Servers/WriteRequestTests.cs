using System.Globalization;
using System.Text;
using Pharos.Cli.Programs.Promtool.Families;
using Pharos.Cli.Programs.Promtool.Servers;
using Pharos.Foundation.Bytes;

namespace Pharos.Cli.Tests.Promtool.Servers;

public sealed class WriteRequestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    [Theory]
    [InlineData("a 1\n", "{__name__=a,site=x} 1 @1700000000000\nmetadata 0 a ''")]
    [InlineData("# HELP a Help.\n# TYPE a gauge\na{job=\"own\",site=\"y\"} -2.5 7\n", "{__name__=a,exported_job=own,site=y} -2.5 @7\nmetadata 2 a 'Help.'")]
    [InlineData("b 1\na 1\n", "{__name__=a,site=x} 1 @1700000000000\n{__name__=b,site=x} 1 @1700000000000\nmetadata 0 b ''\nmetadata 0 a ''")]
    [InlineData(
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n",
        "{__name__=h_bucket,le=1,site=x} 1 @1700000000000\n{__name__=h_bucket,le=+Inf,site=x} 2 @1700000000000\n{__name__=h_sum,site=x} 3 @1700000000000\n{__name__=h_count,site=x} 2 @1700000000000\nmetadata 3 h ''")]
    [InlineData("# TYPE s summary\ns{quantile=\"0.50\"} 1\ns_sum 1\ns_count 1\n",
        "{__name__=s,quantile=0.5,site=x} 1 @1700000000000\n{__name__=s_sum,site=x} 1 @1700000000000\n{__name__=s_count,site=x} 1 @1700000000000\nmetadata 5 s ''")]
    public void Encode_Exposition_IsSeriesAndMetadata(string exposition, string expected)
    {
        var request = WriteRequest.Encode(FamilyReader.Read(Encoding.UTF8.GetBytes(exposition)), [new("site", "x")], Now);

        Assert.Equal(expected, Shown(request));
    }

    private static string Shown(ReadOnlySpan<byte> request)
    {
        var lines = new List<string>();
        var reader = new ProtoReader(request);
        while (reader.MoveNext())
        {
            lines.Add(reader.Field == 1 ? Series(reader.ReadMessage()) : Metadata(reader.ReadMessage()));
        }

        return string.Join('\n', lines);
    }

    private static string Series(ProtoReader series)
    {
        var labels = new List<string>();
        var sample = "";
        while (series.MoveNext())
        {
            var inner = series.ReadMessage();
            if (series.Field == 1)
            {
                inner.MoveNext();
                var name = Encoding.UTF8.GetString(inner.ReadBytes());
                inner.MoveNext();
                labels.Add($"{name}={Encoding.UTF8.GetString(inner.ReadBytes())}");
            }
            else
            {
                inner.MoveNext();
                var value = inner.ReadDouble();
                inner.MoveNext();
                sample = string.Create(CultureInfo.InvariantCulture, $"{value} @{inner.ReadVarInt()}");
            }
        }

        return $"{{{string.Join(',', labels)}}} {sample}";
    }

    private static string Metadata(ProtoReader metadata)
    {
        var (type, name, help) = (0UL, "", "");
        while (metadata.MoveNext())
        {
            switch (metadata.Field)
            {
                case 1: type = metadata.ReadVarInt(); break;
                case 2: name = Encoding.UTF8.GetString(metadata.ReadBytes()); break;
                default: help = Encoding.UTF8.GetString(metadata.ReadBytes()); break;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"metadata {type} {name} '{help}'");
    }
}
