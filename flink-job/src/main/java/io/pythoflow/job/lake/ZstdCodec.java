package io.pythoflow.job.lake;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses whole pages with one native call each. Parquet's own codec factory keeps buffers of a
 * page per open file and asks Hadoop's configuration for its codecs; this one keeps nothing.
 */
final class ZstdCodec implements CompressionCodecFactory {

    private static final int LEVEL = 3;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        requireZstd(codec);
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        requireZstd(codec);
        return new Decompressor();
    }

    @Override
    public void release() {}

    private static void requireZstd(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException(
                    "Codec " + codec + " is not supported; the lake's files use ZSTD");
        }
    }

    private static final class Compressor implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            Page page = Page.of(bytes);
            byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(page.size()))];
            long size =
                    Zstd.compressByteArray(
                            compressed, 0, compressed.length, page.array(), 0, page.size(), LEVEL);
            if (Zstd.isError(size)) {
                throw new IOException(
                        "Cannot compress a page of "
                                + page.size()
                                + " bytes: "
                                + Zstd.getErrorName(size));
            }
            return BytesInput.from(compressed, 0, Math.toIntExact(size));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }

    private static final class Decompressor implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
            Page page = Page.of(bytes);
            byte[] compressed = Arrays.copyOf(page.array(), page.size());
            return BytesInput.from(Zstd.decompress(compressed, decompressedSize));
        }

        @Override
        public void decompress(
                ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize) {
            byte[] compressed = new byte[compressedSize];
            input.get(compressed);
            output.put(Zstd.decompress(compressed, decompressedSize));
        }

        @Override
        public void release() {}
    }

    /** A page in one array, without the second copy that a stream's own accessor makes. */
    private static final class Page extends ByteArrayOutputStream {

        private Page(int size) {
            super(size);
        }

        static Page of(BytesInput bytes) throws IOException {
            Page page = new Page(Math.toIntExact(bytes.size()));
            bytes.writeAllTo(page);
            return page;
        }

        byte[] array() {
            return buf;
        }
    }
}
