using System.Text.Json;
using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>
/// Reads the answer to a list request while it comes in, object by object: all pods of a large cluster have hundreds of megabytes, of which
/// little is kept.
/// </summary>
internal sealed class ListReader<T>(PartialReader body, ReadItem<T> read, TextPool texts, Action<T> found)
    where T : ApiObject
{
    private JsonReaderState _state = new(FieldReader.Options);
    private bool _isInItems;
    private bool _isDone;

    /// <summary>The version of the list.</summary>
    public string ResourceVersion { get; private set; } = "";

    /// <summary>What the next page is asked for with; empty if this is the last.</summary>
    public string Continue { get; private set; } = "";

    /// <exception cref="HttpRequestException">The answer breaks off.</exception>
    /// <exception cref="JsonException">It is no list.</exception>
    /// <exception cref="ClusterApiException">An object in it is too large.</exception>
    public async Task ReadAsync()
    {
        while (!_isDone)
        {
            if (body.IsEnded)
            {
                throw new HttpRequestException("the list breaks off");
            }

            // What was not enough is looked at again when there is twice as much: else a large object in small pieces would take quadratic time.
            var enough = body.Unread.Length * 2;
            do
            {
                await body.ReceiveAsync();
            }
            while (!body.IsEnded && body.Unread.Length < enough);

            ReadWhatIsThere();
        }
    }

    private void ReadWhatIsThere()
    {
        var unread = body.Unread;

        // Never as the final part: what is missing at the end is noticed by what was not found, and said in our words.
        var json = new Utf8JsonReader(unread, isFinalBlock: false, _state);
        var before = json;
        while (!_isDone && TryStep(ref json, unread))
        {
            before = json;
        }

        // A step that lacked a part is taken back.
        _state = before.CurrentState;
        body.Consume((int)before.BytesConsumed);
    }

    /// <summary>Reads one object, or one field beside them; false if it has not come in whole.</summary>
    private bool TryStep(ref Utf8JsonReader json, ReadOnlySpan<byte> unread)
    {
        if (!json.Read())
        {
            return false;
        }

        if (_isInItems)
        {
            return TryItem(ref json, unread);
        }

        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                return true;
            case JsonTokenType.EndObject:
                _isDone = true;
                return true;
            case JsonTokenType.PropertyName when json.ValueTextEquals("items"u8):
                return TryItems(ref json);
            case JsonTokenType.PropertyName when json.ValueTextEquals("metadata"u8):
                return TryMetadata(ref json, unread);
            case JsonTokenType.PropertyName:
                return json.TrySkip();
            default:
                throw new JsonException($"expected a list of objects, found {json.TokenType}");
        }
    }

    private bool TryItems(ref Utf8JsonReader json)
    {
        if (!json.Read())
        {
            return false;
        }

        // An empty list may be null.
        _isInItems = json.TokenType == JsonTokenType.StartArray;
        return _isInItems || json.TokenType == JsonTokenType.Null ? true : throw new JsonException($"expected items, found {json.TokenType}");
    }

    private bool TryItem(ref Utf8JsonReader json, ReadOnlySpan<byte> unread)
    {
        if (json.TokenType == JsonTokenType.EndArray)
        {
            _isInItems = false;
            return true;
        }

        var start = (int)json.TokenStartIndex;
        if (!json.TrySkip())
        {
            return false;
        }

        var item = new FieldReader(unread[start..(int)json.BytesConsumed], texts);
        found(read(ref item));
        return true;
    }

    private bool TryMetadata(ref Utf8JsonReader json, ReadOnlySpan<byte> unread)
    {
        if (!json.Read())
        {
            return false;
        }

        var start = (int)json.TokenStartIndex;
        if (!json.TrySkip())
        {
            return false;
        }

        var fields = new FieldReader(unread[start..(int)json.BytesConsumed], texts);
        while (fields.NextField())
        {
            if (fields.Is("resourceVersion"u8))
            {
                ResourceVersion = fields.Text();
            }
            else if (fields.Is("continue"u8))
            {
                Continue = fields.Text();
            }
        }

        return true;
    }
}
