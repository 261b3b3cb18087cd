using System.Net;
using System.Text.Json;
using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>Reads the events of a watch, each of which is a line.</summary>
internal sealed class WatchReader<T>(PartialReader body, ReadItem<T> read, TextPool texts)
    where T : ApiObject
{
    /// <summary>How much of what is unread has no line feed.</summary>
    private int _searched;

    /// <summary>Waits for the next event; null when the watch has ended. A line that breaks off is none.</summary>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    /// <exception cref="JsonException">The line is no event.</exception>
    /// <exception cref="ClusterApiException">The server ended the watch by an error, or an event is too large.</exception>
    public async ValueTask<WatchEvent<T>?> NextAsync()
    {
        while (true)
        {
            var end = body.Unread[_searched..].IndexOf((byte)'\n');
            if (end < 0)
            {
                _searched = body.Unread.Length;
                if (body.IsEnded)
                {
                    return null;
                }

                await body.ReceiveAsync();
                continue;
            }

            var length = _searched + end;
            var line = body.Unread[..length].Trim(" \r"u8);
            _searched = 0;
            WatchEvent<T>? found = line.IsEmpty ? null : Read(line);
            body.Consume(length + 1);
            if (found is not null)
            {
                return found;
            }
        }
    }

    private WatchEvent<T>? Read(ReadOnlySpan<byte> line)
    {
        var (type, start, end) = Outline(line);
        var subject = new FieldReader(line[start..end], texts);
        switch (type)
        {
            case "ADDED" or "MODIFIED" or "DELETED":
                var found = read(ref subject);
                var kind = type[0] switch { 'A' => WatchEventKind.Added, 'M' => WatchEventKind.Modified, _ => WatchEventKind.Deleted };
                return new WatchEvent<T>(kind, found, subject.ResourceVersion);
            case "BOOKMARK":
                return new WatchEvent<T>(WatchEventKind.Bookmark, null, Version(ref subject));
            case "ERROR":
                throw StatusBody.Read(ref subject).ToException("the watch was ended by the server", HttpStatusCode.InternalServerError);
            default:
                // A later server may have others; they cannot be about objects that have changed.
                return null;
        }
    }

    /// <summary>The event's type, and where its object stands.</summary>
    private (string Type, int Start, int End) Outline(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line, FieldReader.Options);
        var (type, start, end) = ("", 0, 0);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isObject) = (json.ValueTextEquals("type"u8), json.ValueTextEquals("object"u8));
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String)
            {
                type = texts.Read(ref json);
            }

            var valueStart = (int)json.TokenStartIndex;
            json.Skip();
            (start, end) = isObject ? (valueStart, (int)json.BytesConsumed) : (start, end);
        }

        return end > 0 ? (type, start, end) : throw new JsonException("a line of a watch has no object");
    }

    private static string Version(ref FieldReader subject)
    {
        // Bookmarks are objects without a name.
        while (subject.NextField())
        {
            if (subject.Is("metadata"u8))
            {
                subject.Meta();
            }
        }

        return subject.ResourceVersion;
    }
}
