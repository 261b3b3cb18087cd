using Pharos.Configuration;

namespace Pharos.Discovery.Targets;

/// <summary>The field <c>port</c>: where targets are scraped of which a mechanism knows only the host.</summary>
internal static class TargetPort
{
    public static long Describe(Fields fields, long value)
    {
        value = fields.Count("port", value, always: true);
        fields.Check(value <= ushort.MaxValue, "port", $"expected a port up to {ushort.MaxValue}");
        return value;
    }
}
