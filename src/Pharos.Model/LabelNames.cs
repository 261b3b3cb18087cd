namespace Pharos.Model;

/// <summary>Label names with a meaning of their own, as bytes.</summary>
public static class LabelNames
{
    public static ReadOnlySpan<byte> MetricName => "__name__"u8;

    public static ReadOnlySpan<byte> MetricType => "__type__"u8;

    public static ReadOnlySpan<byte> MetricUnit => "__unit__"u8;

    /// <summary>Upper bound of a classic histogram's bucket.</summary>
    public static ReadOnlySpan<byte> Bucket => "le"u8;

    public static ReadOnlySpan<byte> Quantile => "quantile"u8;

    public static ReadOnlySpan<byte> Job => "job"u8;

    public static ReadOnlySpan<byte> Instance => "instance"u8;

    public static ReadOnlySpan<byte> AlertName => "alertname"u8;
}
