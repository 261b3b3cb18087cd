using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>
/// The section <c>metadata_config</c>: how help texts, types and units are sent in requests of their own. Version 2 of the message has them
/// beside the samples and takes no notice of this.
/// </summary>
public sealed class MetadataOptions : IOptions
{
    public bool Send { get; set; } = true;

    public TimeSpan SendInterval { get; set; } = TimeSpan.FromMinutes(1);

    public long MaxSamplesPerSend { get; set; } = 2000;

    public void Describe(Fields fields)
    {
        Send = fields.Bool("send", Send, always: true);
        SendInterval = fields.Duration("send_interval", SendInterval, always: true);
        MaxSamplesPerSend = fields.Integer("max_samples_per_send", MaxSamplesPerSend, always: true);
    }
}
