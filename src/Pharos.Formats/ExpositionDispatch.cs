using System.Diagnostics;
using Pharos.Formats.Conversion;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Formats;

/// <summary>
/// Does something with an exposition, whatever its format: written once, compiled for each reader, so that the calls to it are direct.
/// A mutable struct or ref struct can carry the state of one scrape.
/// </summary>
public interface IExpositionConsumer
{
    /// <summary>Reads as far as it likes; the reader stands before the first entry.</summary>
    void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct;
}

/// <summary>The front door to the readers: makes the one for a format and lends it to a consumer.</summary>
public static class ExpositionDispatch
{
    /// <param name="media">The format, from <see cref="ResponseMedia.Choose"/>.</param>
    /// <param name="exposition">The whole exposition, unchanged until the consumer returns.</param>
    /// <param name="scratch">Working memory, in use until the consumer returns.</param>
    /// <param name="options">What the scrape wants.</param>
    /// <param name="consumer">Exceptions it throws, and those of the reader, come through to the caller.</param>
    public static void Read<TConsumer>(
        ExpositionMedia media,
        ReadOnlySpan<byte> exposition,
        ExpositionScratch scratch,
        ExpositionOptions options,
        ref TConsumer consumer)
        where TConsumer : IExpositionConsumer, allows ref struct
    {
        switch (media)
        {
            case ExpositionMedia.PrometheusText:
                var text = new PrometheusTextReader(exposition, scratch, options);
                ConsumeText(ref text, scratch, options, ref consumer);
                break;
            case ExpositionMedia.OpenMetrics:
                var openMetrics = new OpenMetricsReader(exposition, scratch, options);
                ConsumeText(ref openMetrics, scratch, options, ref consumer);
                break;
            case ExpositionMedia.Protobuf:
                var protobuf = new ProtobufReader(exposition, scratch, options);
                consumer.Consume(ref protobuf);
                break;
            default:
                throw new UnreachableException($"no reader for {media}");
        }
    }

    /// <summary>The text readers know nothing of converted histograms: a reader around them puts those together.</summary>
    private static void ConsumeText<TReader, TConsumer>(
        ref TReader reader, ExpositionScratch scratch, ExpositionOptions options, ref TConsumer consumer)
        where TReader : IExpositionReader, allows ref struct
        where TConsumer : IExpositionConsumer, allows ref struct
    {
        if (!options.ConvertClassicHistograms)
        {
            consumer.Consume(ref reader);
            return;
        }

        var converter = new ClassicHistogramConverter<TReader>(reader, scratch.Conversion, options);
        consumer.Consume(ref converter);
    }
}
