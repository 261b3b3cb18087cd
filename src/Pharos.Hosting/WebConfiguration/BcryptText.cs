using System.Globalization;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>Hashes of passwords as bcrypt writes them: <c>$2y$10$</c>, then salt and hash.</summary>
internal static class BcryptText
{
    private const int LeastLength = 59;
    private const int LeastCost = 4;
    private const int MostCost = 31;

    /// <summary>Whether the text has the form of a hash. The complaint never quotes it: it may be the password itself.</summary>
    public static bool IsHash(string text, out string complaint)
    {
        complaint = "";
        if (text.Length < LeastLength)
        {
            complaint = "the hash is too short to be one of bcrypt";
        }
        else if (text[0] != '$')
        {
            complaint = "bcrypt hashes must start with '$'";
        }
        else if (text[1] > '2')
        {
            complaint = "the version of the bcrypt hash is newer than the current version '2'";
        }
        else
        {
            // A letter may follow the version: "$2y$", "$2$".
            var cost = text[2] == '$' ? 3 : 4;
            if (!int.TryParse(text.AsSpan(cost, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds))
            {
                complaint = "the cost of the bcrypt hash is no number";
            }
            else if (rounds is < LeastCost or > MostCost)
            {
                complaint = string.Create(CultureInfo.InvariantCulture, $"cost {rounds} of the bcrypt hash is outside allowed inclusive range {LeastCost}..{MostCost}");
            }
        }

        return complaint.Length == 0;
    }
}
