using System.Diagnostics.CodeAnalysis;

namespace Pharos.Remote.Receiving;

/// <summary>The messages of remote write.</summary>
public enum MessageKind
{
    Version1,
    Version2,
}

/// <summary>Their names, as content types and flags have them.</summary>
public static class MessageKinds
{
    private const string MediaType = "application/x-protobuf";

    public static string Name(this MessageKind kind) => kind == MessageKind.Version1 ? "prometheus.WriteRequest" : "io.prometheus.write.v2.Request";

    public static bool TryParse(string name, out MessageKind kind)
    {
        kind = name == MessageKind.Version2.Name() ? MessageKind.Version2 : MessageKind.Version1;
        return name == kind.Name();
    }

    /// <summary>What a content type says; without one, and without a parameter, it is version 1.</summary>
    /// <param name="complaint">In the reference's words.</param>
    public static bool TryParseContentType(string? contentType, out MessageKind kind, [NotNullWhen(false)] out string? complaint)
    {
        kind = MessageKind.Version1;
        complaint = null;
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return true;
        }

        contentType = contentType.Trim();
        var parts = contentType.Split(';');
        if (parts[0] != MediaType)
        {
            complaint = $"expected {MediaType} as the first (media) part, got {contentType} content-type";
            return false;
        }

        foreach (var part in parts[1..])
        {
            var pair = part.Trim().Split('=');
            if (pair.Length != 2)
            {
                complaint = $"as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be key-values, got {part} in {contentType} content-type";
                return false;
            }

            if (pair[0] == "proto")
            {
                complaint = TryParse(pair[1], out kind) ? null : $"got {contentType} content type; unknown type for remote write protobuf message {pair[1]}, supported: {Supported}";
                return complaint is null;
            }
        }

        return true;
    }

    /// <summary>As it stands in messages.</summary>
    public static string Supported => $"{MessageKind.Version1.Name()}, {MessageKind.Version2.Name()}";
}
