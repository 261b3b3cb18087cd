using System.Text;

namespace Pharos.Formats.Tests.Text;

/// <summary>Expositions that are nearly right: lines of all kinds, put together and then damaged in a few places. Seeded.</summary>
internal static class ExpositionMutations
{
    private static readonly string[] Lines =
    [
        "# HELP http_requests_total Requests, by code.", "# TYPE http_requests_total counter", "# UNIT a_seconds seconds", "# remark", "#",
        "# TYPE h histogram", "# TYPE s summary", "# HELP \"with space\" text \\n \\\\", "# TYPE c counter",
        "http_requests_total{code=\"200\",method=\"get\"} 1027", "http_requests_total{method=\"post\",code=\"400\"} 3 1395066363000",
        "h_bucket{le=\"0.05\"} 24054", "h_bucket{le=\"+Inf\"} 144320 # {trace_id=\"abc\"} 0.67 1.5e9", "h_sum 53423.4", "h_created 1.6e9",
        "s{quantile=\"0.99\"} 0.00011869699999999999", "c_total{path=\"a\\\\b\\\"c\\n\"} 1.458255915e9", "c_created{path=\"x\"} 17",
        "{\"with.dots\",\"a label\"=\"é\"} -2.5e-7", "up 1", "x{a=\"\"} NaN", "long_name_that_goes_on_and_on_for_more_than_a_vector_of_bytes_total 12",
        "y{a=\"a value that is longer than one vector of thirty-two bytes\",b=\"2\"} +Inf", "", "# EOF",
    ];

    private static readonly string[] Pieces =
        ["\"", "\\", "{", "}", ",", "=", " ", "\t", "\n", "#", " # {", "\0", "\u00FF", "\u00C3\u00A9", "1e999", "NaN", "_created", "le=\"1\"", "# EOF\n", "\r"];

    /// <summary>The same round gives the same bytes, whoever asks.</summary>
    public static byte[] Next(Random random)
    {
        var bytes = new List<byte>();
        for (var i = random.Next(1, 10); i > 0; i--)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(Lines[random.Next(Lines.Length)]));
            bytes.Add((byte)'\n');
        }

        for (var i = random.Next(4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at));
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
