/** @file Galleries and inspections without their pictures, which stand elsewhere: once each, however often they are shown. */
import { z } from 'zod';
import { gallerySchema, type Gallery } from './gallery.ts';
import { inspectionSchema, type Inspection } from './inspection.ts';

const { step, epoch, rows } = gallerySchema.shape;
const { neighbours, ...row } = rows.element.omit({ thumbnail: true }).shape;

export const plainGallerySchema = z.object({
  step,
  epoch,
  rows: z.array(z.object({ ...row, neighbours: z.array(neighbours.element.omit({ thumbnail: true })) })),
});
export type PlainGallery = z.infer<typeof plainGallerySchema>;
export type PlainNeighbour = PlainGallery['rows'][number]['neighbours'][number];

export const plainInspectionSchema = inspectionSchema.omit({ size: true, thumbnails: true, views: true });
export type PlainInspection = z.infer<typeof plainInspectionSchema>;

export const plainGallery = (gallery: Gallery): PlainGallery => plainGallerySchema.parse(gallery);

export const plainInspection = (inspection: Inspection): PlainInspection =>
  plainInspectionSchema.parse(inspection);
