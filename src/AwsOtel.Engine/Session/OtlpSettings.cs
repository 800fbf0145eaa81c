using System.Text;

namespace AwsOtel.Engine.Session;

/// <summary>Where and how the OTLP exporter sends.</summary>
/// <param name="Endpoint">The address as used: with the signal's path for HTTP.</param>
/// <param name="Protocol">The transport.</param>
/// <param name="Headers">As OTEL_EXPORTER_OTLP_HEADERS has them, values percent-encoded; may hold secrets, never shown.</param>
/// <param name="Compresses">Whether requests are sent with gzip.</param>
internal sealed record OtlpSettings(Uri Endpoint, OtelProtocol Protocol, string Headers, bool Compresses)
{
    /// <summary>The endpoint as it may be shown: user names, passwords and queries may hold secrets.</summary>
    public string Address => Endpoint.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The headers as they are sent.</summary>
    public IEnumerable<KeyValuePair<string, string>> ReadHeaders()
    {
        foreach (var pair in Headers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return new(pair[..equals].TrimEnd(), Uri.UnescapeDataString(pair[(equals + 1)..].TrimStart()));
        }
    }

    // A record shows all of its members; the headers are left out.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Address).Append(", ").Append(Protocol);
        return true;
    }
}
