using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Bench.Reading;

/// <summary>Reads one exposition again and again with the same working memory, as a scrape loop does.</summary>
internal sealed class Parsing(Exposition exposition)
{
    private readonly ExpositionScratch _scratch = new();
    private readonly LabelsBuilder _labels = new();
    private readonly LabelsBuilder _exemplarLabels = new();

    public int Full()
    {
        var consumer = new FullParse(_labels, _exemplarLabels);
        ExpositionDispatch.Read(exposition.Media, exposition.Bytes, _scratch, Exposition.Options, ref consumer);
        return consumer.Series;
    }

    public int Tokens()
    {
        var consumer = default(TokensOnly);
        ExpositionDispatch.Read(exposition.Media, exposition.Bytes, _scratch, Exposition.Options, ref consumer);
        return consumer.Series;
    }
}
