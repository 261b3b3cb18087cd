using Pharos.Cli.Flags;
using Pharos.Remote.Receiving;
using Pharos.Server.Remote;

namespace Pharos.Cli.Programs;

/// <summary>The flags of exchange with other servers.</summary>
internal sealed class RemoteFlags
{
    private readonly SwitchFlag _isReceiver;
    private readonly ValueFlag<MessageKind> _accepted;
    private readonly ValueFlag<int> _readSampleLimit;
    private readonly ValueFlag<int> _readConcurrency;
    private readonly ValueFlag<int> _readFrameBytes;

    public RemoteFlags(FlagSet set)
    {
        _isReceiver = set.Add(new SwitchFlag("web.enable-remote-write-receiver", "Let other servers send samples to /api/v1/write."));
        _accepted = set.Add(new ValueFlag<MessageKind>(
            "web.remote-write-receiver.accepted-protobuf-messages",
            $"Messages that such servers may send. Can be repeated; all of them if it is not given. One of: [{MessageKinds.Supported}]",
            TryParseMessage,
            null)
        { IsRepeatable = true, Placeholder = "<message>" });
        _readSampleLimit = set.Add(new ValueFlag<int>(
            "storage.remote.read-sample-limit", "The most samples in an answer to remote read that is no stream; 0 for no limit.", FlagType.Integer(minimum: 0), "50000000"));
        _readConcurrency = set.Add(new ValueFlag<int>(
            "storage.remote.read-concurrent-limit", "How many requests of remote read are answered at the same time, further ones wait; 0 for no limit.", FlagType.Integer(minimum: 0), "10"));
        _readFrameBytes = set.Add(new ValueFlag<int>(
            "storage.remote.read-max-bytes-in-frame", "How large a frame is, more or less, in which chunks are streamed to clients of remote read.", FlagType.Integer(minimum: 1), "1048576"));
    }

    /// <param name="has">Whether a feature was asked for.</param>
    public RemoteWriteSettings ToWriteSettings(Func<string, bool> has) => new()
    {
        IsEnabled = _isReceiver.Value,
        Accepted = _accepted.Values is { Count: > 0 } said ? [.. said.Distinct()] : new RemoteWriteSettings().Accepted,
        Receiver = new WriteReceiverOptions { AddsTypeAndUnit = has("type-and-unit-labels"), StoresMetadata = has("metadata-wal-records") },
    };

    public RemoteReadSettings ToReadSettings() => new()
    {
        SampleLimit = _readSampleLimit.Value,
        MaxConcurrent = _readConcurrency.Value,
        MaxBytesInFrame = _readFrameBytes.Value,
    };

    private static bool TryParseMessage(string text, out MessageKind value, out string problem)
    {
        problem = $"expected one of {MessageKinds.Supported}";
        return MessageKinds.TryParse(text, out value);
    }
}
