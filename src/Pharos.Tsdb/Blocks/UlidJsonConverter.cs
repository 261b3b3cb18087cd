using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Tsdb.Blocks;

internal sealed class UlidJsonConverter : JsonConverter<Ulid>
{
    public override Ulid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !Ulid.TryParse(reader.GetString(), out var value))
        {
            throw new JsonException("expected a ULID of 26 characters");
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, Ulid value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
