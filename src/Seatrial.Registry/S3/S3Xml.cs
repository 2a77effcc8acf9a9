using System.Globalization;
using System.Text;
using System.Xml;

namespace Seatrial.Registry.S3;

/// <summary>The XML answers of the storage server.</summary>
internal static class S3Xml
{
    public const string ContentType = "application/xml";
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static byte[] Error(S3Error error, string resource, string requestId) => Write("Error", "", xml =>
    {
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", error.Message);
        xml.WriteElementString("Resource", resource);
        xml.WriteElementString("RequestId", requestId);
    });

    public static byte[] Listing(Listing listing) => Write("ListBucketResult", Namespace, xml =>
    {
        xml.WriteElementString("Name", listing.Bucket);
        xml.WriteElementString("Prefix", listing.Shown(listing.Prefix));
        xml.WriteElementString("MaxKeys", listing.MaxKeys.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("KeyCount",
            (listing.Objects.Count + listing.Folders.Count).ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("IsTruncated", listing.Next is null ? "false" : "true");
        if (listing.UrlEncoded)
            xml.WriteElementString("EncodingType", "url");
        if (listing.Next is not null)
            xml.WriteElementString("NextContinuationToken", listing.Next);
        foreach (var info in listing.Objects)
            Contents(xml, listing.Shown(info.Key), info);
        foreach (var folder in listing.Folders)
            Folder(xml, listing.Shown(folder));
    });

    private static void Contents(XmlWriter xml, string key, ObjectInfo info)
    {
        xml.WriteStartElement("Contents");
        xml.WriteElementString("Key", key);
        xml.WriteElementString("LastModified",
            info.Modified.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        xml.WriteElementString("ETag", info.ETag);
        xml.WriteElementString("Size", info.Size.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("StorageClass", "STANDARD");
        xml.WriteEndElement();
    }

    private static void Folder(XmlWriter xml, string prefix)
    {
        xml.WriteStartElement("CommonPrefixes");
        xml.WriteElementString("Prefix", prefix);
        xml.WriteEndElement();
    }

    private static byte[] Write(string root, string ns, Action<XmlWriter> content)
    {
        using var bytes = new MemoryStream();
        // CheckCharacters off: a key may hold control characters, which XML 1.0 can only spell as references.
        using (var xml = XmlWriter.Create(bytes,
            new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement(root, ns);
            content(xml);
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }
}
