using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Rules.Notifying;

/// <summary>What is sent to Alertmanagers: the second version of their API.</summary>
internal static class NotificationJson
{
    /// <summary>The default one makes several bytes of each letter that is not English.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IReadOnlyList<Notification> notifications)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var notification in notifications)
            {
                Write(json, notification);
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Notification notification)
    {
        json.WriteStartObject();
        if (notification.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (name, text) in notification.Annotations)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
        }

        json.WriteString("endsAt", Time(notification.EndsAt));
        json.WriteString("startsAt", Time(notification.StartsAt));
        json.WriteString("generatorURL", notification.GeneratorUrl);
        json.WriteStartObject("labels");
        foreach (var label in notification.Labels.View)
        {
            json.WriteString(Encoding.UTF8.GetString(label.Name), Encoding.UTF8.GetString(label.Value));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
