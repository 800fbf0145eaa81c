using System.Collections;
using System.Text;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// The attribute <c>aws.s3.delete</c>: the delete request in the AWS CLI's shorthand, as the convention gives it:
/// <c>Objects=[{Key=a.txt,VersionId=1}],Quiet=false</c>.
/// </summary>
internal static class S3Delete
{
    /// <summary>A request may name 1,000 objects; the attribute names the first ones.</summary>
    private const int MostKeys = 10;

    public static object? Shorthand(object request)
    {
        if (MemberReader.Read(request, "Objects") is not IList { Count: > 0 } objects)
            return null;
        var text = new StringBuilder("Objects=[");
        for (var i = 0; i < objects.Count && i < MostKeys; i++)
        {
            var item = objects[i];
            if (item is null)
                continue;
            text.Append(i == 0 ? "" : ",").Append("{Key=").Append(MemberReader.Read(item, "Key"));
            if (MemberReader.Read(item, "VersionId") is string { Length: > 0 } version)
                text.Append(",VersionId=").Append(version);
            text.Append('}');
        }

        var quiet = MemberReader.Read(request, "Quiet") is true;
        return text.Append("],Quiet=").Append(quiet ? "true" : "false").ToString();
    }
}
