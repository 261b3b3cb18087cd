using System.Globalization;
using Pharos.Configuration;

namespace Pharos.Server.Configuration;

/// <summary>The section <c>runtime</c>: settings of Go's runtime. They are taken and shown, and mean nothing to the runtime that this server has.</summary>
public sealed class RuntimeOptions : IOptions
{
    private const long UsualPercentage = 75;

    /// <summary>How much the heap may grow between collections, in percent; -1 for no collections.</summary>
    public long GoGc { get; set; } = OfEnvironment();

    public void Describe(Fields fields)
    {
        var percentage = fields.Integer("gogc", GoGc);
        GoGc = percentage == 0 ? OfEnvironment() : percentage;
    }

    private static long OfEnvironment()
    {
        var said = Environment.GetEnvironmentVariable("GOGC");
        return string.Equals(said, "off", StringComparison.OrdinalIgnoreCase) ? -1
            : int.TryParse(said, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percentage) ? percentage
            : UsualPercentage;
    }
}
