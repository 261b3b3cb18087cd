using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pharos.Hosting.Protection;

/// <summary>The names that a certificate is for: hosts, addresses of mail and of machines, and URIs.</summary>
internal static class SubjectNames
{
    private const string ExtensionId = "2.5.29.17";
    private static readonly Asn1Tag Mail = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>None where the extension is not what it should be.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions.Where(static one => one.Oid?.Value == ExtensionId))
        {
            try
            {
                var known = new X509SubjectAlternativeNameExtension(extension.RawData);
                names.AddRange(known.EnumerateDnsNames());
                names.AddRange(known.EnumerateIPAddresses().Select(static address => address.ToString()));
                AddTexts(names, extension.RawData);
            }
            catch (Exception error) when (error is CryptographicException or AsnContentException)
            {
                return [];
            }
        }

        return names;
    }

    private static void AddTexts(List<string> names, byte[] encoded)
    {
        var sequence = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag == Mail || tag == Uri)
            {
                names.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag));
            }
            else
            {
                sequence.ReadEncodedValue();
            }
        }
    }
}
