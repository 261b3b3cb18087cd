using System.Globalization;
using Pharos.Configuration;
using Pharos.Foundation.Time;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>A duration as Go writes it, which this file has where others have Prometheus's; a bare number is nanoseconds.</summary>
internal sealed class GoTimeKind : ScalarKind<TimeSpan>
{
    private GoTimeKind()
    {
    }

    public static GoTimeKind Instance { get; } = new();

    public override string Expected => "a duration such as 1m30s";

    public override bool TryRead(string text, bool isPlain, out TimeSpan value, out string complaint)
    {
        complaint = "";
        var nanoseconds = 0L;
        if (!(isPlain && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds))
            && !GoDuration.TryParse(text, out nanoseconds, out complaint))
        {
            value = default;
            return false;
        }

        value = new TimeSpan(nanoseconds / TimeSpan.NanosecondsPerTick);
        return true;
    }

    public override string Write(TimeSpan value) => GoDuration.Format(value);

    public override bool IsEmpty(TimeSpan value) => value == TimeSpan.Zero;
}
