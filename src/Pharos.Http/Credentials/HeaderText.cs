namespace Pharos.Http.Credentials;

/// <summary>What may stand in a header's value.</summary>
internal static class HeaderText
{
    /// <exception cref="ClientConfigurationException">The value has a line break or another control character.</exception>
    public static string Checked(string value, string what)
    {
        foreach (var character in value)
        {
            if (char.IsControl(character) && character != '\t')
            {
                throw new ClientConfigurationException($"{what} cannot be sent in a header: it has a line break or another control character in it");
            }
        }

        return value;
    }
}
