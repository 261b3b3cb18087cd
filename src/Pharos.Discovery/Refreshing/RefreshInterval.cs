using Pharos.Configuration;

namespace Pharos.Discovery.Refreshing;

/// <summary>The field <c>refresh_interval</c>.</summary>
internal static class RefreshInterval
{
    public static TimeSpan Describe(Fields fields, TimeSpan value)
    {
        value = fields.Duration("refresh_interval", value, always: true);
        fields.Check(value > TimeSpan.Zero, "refresh_interval", "refresh_interval must be greater than 0");
        return value;
    }
}
