using System.Text;

namespace Pharos.Scrape.Targets;

/// <summary>Labels through which relabelling decides how a target is scraped.</summary>
internal static class InternalLabels
{
    public const string ScrapeInterval = "__scrape_interval__";
    public const string ScrapeTimeout = "__scrape_timeout__";
    public const string MetricsPath = "__metrics_path__";
    public const string Scheme = "__scheme__";
    public const string ParamPrefix = "__param_";
    public const string UnixSocket = "__unix_socket__";
    public const string NativeHistograms = "__scrape_native_histograms__";
    public const string ConvertClassic = "__convert_classic_histograms_to_nhcb__";
    public const string AlwaysClassic = "__always_scrape_classic_histograms__";
    public const string Job = "job";
    public const string Instance = "instance";

    public static ReadOnlySpan<byte> MetaPrefix => "__meta_"u8;

    /// <summary>What series do not get.</summary>
    public static ReadOnlySpan<byte> HiddenPrefix => "__"u8;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
